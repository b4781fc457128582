using System.CommandLine;

namespace ActorFfi;

/// <summary><c>demo</c>: what the runtime does, to be watched; needs no configuration and no compiler.</summary>
internal static class DemoCommands
{
    /// <summary><c>demo</c> and what it shows.</summary>
    public static Command Demo() => new("demo", "Shows what the runtime does; needs no configuration.") { Crash() };

    private static Command Crash()
    {
        Option<bool> json = Commands.Json();
        Option<int> crashes = new("--crashes") { Description = "How often; default: 100.", HelpName = "N", DefaultValueFactory = _ => 100 };
        crashes.Demand(static number => number is >= 1 and <= 10_000, "'--crashes' is a number from 1 to 10000.");
        Command crash = new("crash", "Crashes an isolated library again and again under load, and counts what the callers see.") { json, crashes };
        crash.SetAction((parsed, cancellationToken) => new CrashCommand
        {
            Crashes = parsed.GetValue(crashes),
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
        }.RunAsync(cancellationToken));
        return crash;
    }
}
