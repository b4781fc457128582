namespace ActorFfi;

/// <summary><c>actorffi run</c>: the service, until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Starts the service, says where it listens, and waits for its end.</summary>
    public static async Task<int> RunAsync(string? config, string? urls, TextWriter output, CancellationToken cancellationToken)
    {
        WebApplication app = Service.Build(ConfigurationFile.Find(config), urls);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"ActorFfi listens on {string.Join(", ", app.Urls)}. Press Ctrl+C to stop.").ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new UsageException($"The service cannot listen where it should: {exception.Message} Correct '--urls' or '{HostOptions.Section}:{nameof(HostOptions.Urls)}'.", exception);
        }
    }
}
