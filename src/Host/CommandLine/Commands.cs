using System.CommandLine;

namespace ActorFfi;

/// <summary>The commands and their options.</summary>
internal static class Commands
{
    /// <summary>The root: without a command it runs the service.</summary>
    public static RootCommand Root()
    {
        Option<string?> config = new("--config") { Description = "The configuration file; default: config/actorffi.json here, then beside the program.", HelpName = "FILE", Recursive = true };
        RootCommand root = new("Runs native libraries as supervised actors.") { config };
        Command run = new("run", "Runs the service (the default command).");
        AddRun(root, config);
        AddRun(run, config);
        root.Add(run);
        root.Add(Call(config));
        root.Add(Check(config));
        return root;
    }

    private static void AddRun(Command command, Option<string?> config)
    {
        Option<string?> urls = new("--urls") { Description = "Where to listen; default: http://127.0.0.1:5080.", HelpName = "URL" };
        command.Add(urls);
        command.SetAction((parsed, cancellationToken) =>
            RunCommand.RunAsync(parsed.GetValue(config), parsed.GetValue(urls), parsed.InvocationConfiguration.Output, cancellationToken));
    }

    private static Command Check(Option<string?> config)
    {
        Option<bool> json = new("--json") { Description = "Prints one JSON object." };
        Command check = new("check", "Validates the configuration, loads everything, and prints the symbols with their signatures.") { json };
        check.SetAction((parsed, cancellationToken) => new CheckCommand
        {
            Config = parsed.GetValue(config),
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
            Error = parsed.InvocationConfiguration.Error,
        }.RunAsync(cancellationToken));
        return check;
    }

    private static Command Call(Option<string?> config)
    {
        Option<string[]> path = new("--path") { Description = "Calls without configuration: a candidate file or name of the library; may be repeated.", HelpName = "FILE" };
        Option<string[]> declare = new("--declare") { Description = "The C prototype of a function, with '--path'; may be repeated.", HelpName = "PROTOTYPE" };
        Option<string[]> types = new("--types") { Description = "C typedefs and enums that the prototypes use; may be repeated.", HelpName = "C" };
        Option<bool> json = new("--json") { Description = "Prints one JSON object." };
        Argument<string[]> words = new("WORDS") { Description = CallCommand.Help, HelpName = "[LIBRARY] SYMBOL [ARGS…]", Arity = ArgumentArity.OneOrMore };
        Command call = new("call", "Calls one function and prints its reply.") { path, declare, types, json, words };
        call.SetAction((parsed, cancellationToken) => new CallCommand
        {
            Config = parsed.GetValue(config),
            Paths = parsed.GetValue(path) ?? [],
            Declarations = parsed.GetValue(declare) ?? [],
            Types = parsed.GetValue(types) ?? [],
            Words = parsed.GetValue(words) ?? [],
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
        }.RunAsync(cancellationToken));
        return call;
    }
}
