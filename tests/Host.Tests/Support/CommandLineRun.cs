namespace ActorFfi.Host.Tests.Support;

/// <summary>What one command line printed and answered.</summary>
public sealed record CommandLineRun(int Code, string Output, string Error)
{
    /// <summary>Runs a command line in this process.</summary>
    public static async Task<CommandLineRun> Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await CommandLineApp.RunAsync(arguments, output, error);
        return new CommandLineRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Calls a function of the fixture library, declared on the command line.</summary>
    public static Task<CommandLineRun> OfFixture(string prototype, params string[] words) =>
        Of(["call", "--path", TestService.FixturePath, "--declare", prototype, .. words]);
}
