using System.CommandLine;

namespace ActorFfi;

/// <summary>The command line <c>actorffi</c>: parses, runs a command, and turns what goes wrong into a message and an exit code.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">What stands behind <c>actorffi</c>.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="error">Takes what went wrong.</param>
    /// <param name="cancellationToken">Stops the service, or withdraws the call.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand root = Commands.Root();
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration
        {
            EnablePosixBundling = false, // '-12' is a number.
            ResponseFileTokenReplacer = null, // '@file' is the contents of a file.
        });
        if (parsed.Errors.Count > 0 && parsed.Tokens.Any(static token => token.Value == Commands.JsonOption))
        {
            await JsonOutput.WriteFailureAsync(output, new UsageException($"{string.Join(' ', parsed.Errors.Select(fault => fault.Message))} {Hint(root, parsed)}")).ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, parsed.Errors.Select(fault => fault.Message))).ConfigureAwait(false);
            await error.WriteLineAsync(Hint(root, parsed)).ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        InvocationConfiguration invocation = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // The service has its own orderly stop.
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await (PrintsJson(parsed) ? JsonOutput.WriteFailureAsync(output, exception) : error.WriteLineAsync($"actorffi: {MessageOf(exception)}")).ConfigureAwait(false);
            return CodeOf(exception);
        }
    }

    /// <summary>The exit code of a failure: usage where nothing was tried yet.</summary>
    public static int CodeOf(Exception exception) => exception switch
    {
        UsageException or OptionsException or HostSettingException or DeclarationException or ElfFormatException => ExitCodes.Usage,
        UnknownNameException or ArgumentException => ExitCodes.Usage,
        RemoteServiceException { IsUnreachable: true } => ExitCodes.Unreachable,
        RemoteServiceException { Error: nameof(UnknownNameException) } => ExitCodes.Usage,
        _ => ExitCodes.Failure,
    };

    private static bool PrintsJson(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<bool>>().FirstOrDefault(option => option.Name == Commands.JsonOption) is { } json && parsed.GetValue(json);

    private static string Hint(RootCommand root, ParseResult parsed)
    {
        IEnumerable<string> known = root.Subcommands.Select(command => command.Name).Concat(parsed.CommandResult.Command.Options.Select(option => option.Name));
        string? suggestion = parsed.UnmatchedTokens.Select(token => NameSuggestion.For(token, known)).FirstOrDefault(hint => hint is not null);
        return $"{suggestion} See 'actorffi --help' and 'actorffi call --help'.".TrimStart();
    }

    /// <summary>What is said of a failure.</summary>
    public static string MessageOf(Exception exception) => exception switch
    {
        ActorFfiException or ArgumentException or IOException or OperationCanceledException => FailureText.Of(exception),
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };
}
