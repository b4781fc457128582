using System.Globalization;

namespace ActorFfi;

/// <summary>Tells systemd that the service is ready, is stopping, and, where its watchdog asks, that it is alive; does nothing elsewhere.</summary>
/// <remarks>
/// The watchdog is fed by a timer whose work runs on the thread pool and looks at every library's queues: where the pool is starved or
/// a lock is never released, it is fed no more, and systemd restarts the service.
/// </remarks>
internal sealed partial class SystemdService(StatusReader status, IHostApplicationLifetime application, ILogger<SystemdService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using SystemdSocket? socket = SystemdSocket.Connect();
        if (socket is null)
        {
            return;
        }

        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = application.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        socket.Send($"READY=1\nSTATUS={Summary()}");
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, application.ApplicationStopping);
        await FeedAsync(socket, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Send("STOPPING=1");
    }

    private async Task FeedAsync(SystemdSocket socket, CancellationToken cancellationToken)
    {
        if (WatchdogTime() is not { } time)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            return;
        }

        LogWatchdog(time);
        using PeriodicTimer timer = new(time / 2);
        do
        {
            socket.Send($"WATCHDOG=1\nSTATUS={Summary()}");
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private string Summary()
    {
        IReadOnlyList<LibraryView> libraries = status.Libraries();
        return string.Create(CultureInfo.InvariantCulture, $"{libraries.Count(library => library.State == LibraryState.Ready)} of {libraries.Count} libraries ready");
    }

    // For this process only, where the variable says so.
    private static TimeSpan? WatchdogTime() =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
        && (Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } id || id == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    [LoggerMessage(EventId = 1104, Level = LogLevel.Debug, Message = "The watchdog of systemd is fed every half of {Time}.")]
    private partial void LogWatchdog(TimeSpan time);
}
