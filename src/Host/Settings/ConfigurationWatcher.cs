using System.Security.Cryptography;

namespace ActorFfi;

/// <summary>Looks at the configuration file each second, and applies it where it has changed. A file that is wrong changes nothing, and the log and the page say why.</summary>
/// <remarks>It compares contents and not times, so that it does not matter how the file is replaced.</remarks>
internal sealed partial class ConfigurationWatcher(
    string file, HostOptions options, LiveConfiguration live, ConfigurationStatus status, StatusFeed feed, ILogger<ConfigurationWatcher> logger) : BackgroundService
{
    private byte[]? _seen;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _seen = await HashAsync(stoppingToken).ConfigureAwait(false);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            byte[]? now = await HashAsync(stoppingToken).ConfigureAwait(false);
            if (now is not null && !now.AsSpan().SequenceEqual(_seen))
            {
                if (await TryApplyAsync(stoppingToken).ConfigureAwait(false))
                {
                    _seen = now;
                }

                feed.Announce();
            }
        }
    }

    // False where the file is gone again and is to be looked at once more. Whatever else is wrong with it must not end the service.
    private async Task<bool> TryApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Load() is not { } configuration)
            {
                return false;
            }

            DemandSameHost(configuration);
            IReadOnlyList<string> changes = await live.ApplyAsync(configuration.GetSection(ActorFfiOptions.SectionName), cancellationToken).ConfigureAwait(false);
            string text = changes.Count == 0 ? "nothing is different." : string.Join(", ", changes);
            status.View = new ConfigurationView(DateTimeOffset.UtcNow, text, null);
            LogApplied(file, text);
        }
        catch (Exception wrong) when (wrong is ActorFfiException or IOException)
        {
            status.View = status.View with { Fault = wrong.Message };
            LogRefused(file, wrong.Message);
        }

        return true;
    }

    private ConfigurationManager? Load()
    {
        try
        {
            ConfigurationManager configuration = new();
            ConfigurationFile.Load(configuration, file);
            return configuration;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file, exception.Message);
            return null;
        }
    }

    private void DemandSameHost(IConfiguration configuration)
    {
        HostOptions next = HostOptionsReader.Read(configuration);
        if (next with { Urls = options.Urls, Tokens = options.Tokens } != options || !next.Tokens.SequenceEqual(options.Tokens))
        {
            throw new HostSettingException(HostOptions.Section, "the settings of the service itself cannot be changed while it runs. Restart it, or put the old values back.");
        }
    }

    // Null where the file cannot be read just now, as while it is being replaced.
    private async Task<byte[]?> HashAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file, exception.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 1110, Level = LogLevel.Information, Message = "Configuration file '{File}' was changed and applied: {Changes}")]
    private partial void LogApplied(string file, string changes);

    [LoggerMessage(EventId = 1111, Level = LogLevel.Error, Message = "Configuration file '{File}' was changed and is not applied; the service goes on as before: {Reason}")]
    private partial void LogRefused(string file, string reason);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Debug, Message = "Configuration file '{File}' cannot be read just now: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
