namespace ActorFfi;

/// <summary><c>actorffi run</c>: the service, until it is told to stop.</summary>
internal sealed class RunCommand
{
    public string? Config { get; init; }

    public string? Urls { get; init; }

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    /// <summary>Starts the service, says where it listens, and waits for its end.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        WebApplication app = Service.Build(ConfigurationFile.Find(Config), Urls, PrintsJson);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, cancellationToken).ConfigureAwait(false);
            await AnnounceAsync(app.Urls).ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private Task AnnounceAsync(ICollection<string> urls) => !PrintsJson
        ? Output.WriteLineAsync($"ActorFfi listens on {string.Join(", ", urls)}. Press Ctrl+C to stop.")
        : JsonOutput.WriteLineAsync(Output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("url", urls.First());
            writer.WriteStartArray("urls");
            Array.ForEach([.. urls], writer.WriteStringValue);
            writer.WriteEndArray();
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("version", StatusReader.Version);
            writer.WriteEndObject();
        });

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
