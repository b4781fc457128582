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
        root.Add(Check(config));
        root.Add(CallCommands.Call(config));
        root.Add(CallCommands.Bench(config));
        root.Add(Symbols());
        root.Add(New());
        root.Add(DemoCommands.Demo());
        root.Add(RemoteCommands.Top());
        root.Add(RemoteCommands.Control("restart", "Restarts a library of a running service."));
        root.Add(RemoteCommands.Control("drain", "Finishes what a library of a running service accepted, and stops it."));
        root.Add(RemoteCommands.Control("revive", "Starts a library of a running service that is stopped, failed or backing off."));
        root.Add(RemoteCommands.Control("roll", "Replaces the guests of an isolated library of a running service, while its calls go on."));
        root.Add(RemoteCommands.Control("pardon", "Lets calls run again that a running service refuses because guests died in such calls."));
        return root;
    }

    /// <summary>The option that every command has.</summary>
    public static Option<bool> Json() => new(JsonOption) { Description = "Prints JSON." };

    /// <summary>Its name.</summary>
    public const string JsonOption = "--json";

    private static void AddRun(Command command, Option<string?> config)
    {
        Option<string?> urls = new("--urls") { Description = "Where to listen; default: http://127.0.0.1:5080.", HelpName = "URL" };
        Option<bool> json = new(JsonOption) { Description = "Prints where it listens, and what it logs, as an object a line." };
        command.Add(urls);
        command.Add(json);
        command.SetAction((parsed, cancellationToken) => new RunCommand
        {
            Config = parsed.GetValue(config),
            Urls = parsed.GetValue(urls),
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
        }.RunAsync(cancellationToken));
    }

    private static Command Check(Option<string?> config)
    {
        Option<bool> json = Json();
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

    private static Command Symbols()
    {
        Option<bool> json = Json();
        Argument<string> file = new("FILE") { Description = "A shared object, such as libz.so.1." };
        Command symbols = new("symbols", "Prints what a shared object exports: names, kinds and sizes. Nothing is loaded.") { file, json };
        symbols.SetAction((parsed, _) => SymbolsCommand.RunAsync(parsed.GetValue(file)!, parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return symbols;
    }

    private static Command New()
    {
        Option<bool> json = Json();
        Argument<string> folder = new("FOLDER") { Description = "Where to; default: here.", DefaultValueFactory = _ => "." };
        Command create = new("new", "Writes a configuration to start from, and a worker service that uses it.") { folder, json };
        create.SetAction((parsed, _) => NewCommand.RunAsync(parsed.GetValue(folder)!, parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return create;
    }
}
