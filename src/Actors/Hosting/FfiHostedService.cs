using Akka.Actor;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Starts the runtime before the host's other services, and stops it in their reverse order, or before them all where the host wants it so.</summary>
internal sealed class FfiHostedService(FfiRuntime runtime, ActorSystem system, IHostApplicationLifetime application, ILogger<FfiRuntime> logger, LibrariesStopFirst? first = null) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => StartAsync(runtime, system, application, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => first is null ? Task.CompletedTask : StopAsync(runtime, logger, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => first is null ? StopAsync(runtime, logger, cancellationToken) : Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts a runtime in a system that outlives it, waits until each library is ready or has failed; the runtime logs which.</summary>
    internal static async Task StartAsync(FfiRuntime runtime, ActorSystem system, IHostApplicationLifetime? application, CancellationToken cancellationToken)
    {
        bool isStopping = false;
        runtime.CriticalLibraryFailed += failure =>
        {
            Volatile.Write(ref isStopping, true);
            HostingLog.CriticalFailure(runtime.Logger, failure.Library, failure.Message, failure.InnerException);
            application?.StopApplication();
        };
        runtime.Start(system, static () => Task.CompletedTask);
        try
        {
            await runtime.WhenSettled().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (Volatile.Read(ref isStopping))
            {
                return; // A critical library failed before the others had settled: the host has started, and stops in order.
            }

            await runtime.StopAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops a runtime in order, and logs it.</summary>
    internal static async Task StopAsync(FfiRuntime runtime, ILogger logger, CancellationToken cancellationToken)
    {
        HostingLog.Stopping(logger, runtime.Libraries.Count);
        await runtime.StopAsync(cancellationToken).ConfigureAwait(false);
        HostingLog.Stopped(logger);
    }
}
