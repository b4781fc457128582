namespace ActorFfi;

/// <summary><c>actorffi check</c>: validates the configuration, loads everything, and says what is wrong.</summary>
internal sealed class CheckCommand
{
    public string? Config { get; init; }

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Checks, and prints the report.</summary>
    /// <returns><see cref="ExitCodes.Failure"/> where anything is wrong.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        CheckReport report = await CheckAsync(ConfigurationFile.Find(Config), cancellationToken).ConfigureAwait(false);
        if (PrintsJson)
        {
            await Output.WriteLineAsync(CheckJson.Of(report)).ConfigureAwait(false);
        }
        else
        {
            CheckTable.Write(Output, report);
            CheckTable.WriteFaults(Error, report);
        }

        return report.Faults.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    // Whatever the file says wrong is what a check is for, and no wrong use of the command.
    private static async Task<CheckReport> CheckAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            ConfigurationManager configuration = new();
            ConfigurationFile.Load(configuration, file);
            HostOptionsReader.Read(configuration);
            FfiRuntime ffi = await FfiRuntime
                .StartAsync(builder => builder.AddConfiguration(configuration.GetSection(ActorFfiOptions.SectionName)), cancellationToken)
                .ConfigureAwait(false);
            await using (ffi.ConfigureAwait(false))
            {
                return CheckReport.Of(ffi);
            }
        }
        catch (ActorFfiException wrong) when (wrong is OptionsException or DeclarationException or HostSettingException or UsageException)
        {
            return CheckReport.Of(wrong, file);
        }
    }
}
