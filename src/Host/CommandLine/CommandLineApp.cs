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
        ParseResult parsed = Commands.Root().Parse(arguments, new ParserConfiguration
        {
            EnablePosixBundling = false, // '-12' is a number.
            ResponseFileTokenReplacer = null, // '@file' is the contents of a file.
        });
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, parsed.Errors.Select(fault => fault.Message))).ConfigureAwait(false);
            await error.WriteLineAsync("See 'actorffi --help' and 'actorffi call --help'.").ConfigureAwait(false);
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
            await error.WriteLineAsync($"actorffi: {MessageOf(exception)}").ConfigureAwait(false);
            return CodeOf(exception);
        }
    }

    /// <summary>The exit code of a failure: usage where nothing was tried yet.</summary>
    public static int CodeOf(Exception exception) => exception switch
    {
        UsageException or OptionsException or HostSettingException or DeclarationException => ExitCodes.Usage,
        UnknownNameException or ArgumentException => ExitCodes.Usage,
        _ => ExitCodes.Failure,
    };

    private static string MessageOf(Exception exception) => exception switch
    {
        ActorFfiException or ArgumentException or IOException or OperationCanceledException => FailureText.Of(exception),
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };
}
