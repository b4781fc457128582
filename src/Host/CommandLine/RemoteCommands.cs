using System.CommandLine;

namespace ActorFfi;

/// <summary>The commands that talk to a running service.</summary>
internal static class RemoteCommands
{
    /// <summary><c>top</c>.</summary>
    public static Command Top()
    {
        Option<bool> json = Commands.Json();
        Option<bool> once = new("--once") { Description = "Prints one table and ends." };
        Command top = new("top", "Shows the libraries of a running service, each second.") { json, once };
        Func<ParseResult, RemoteService> connect = AddService(top);
        top.SetAction(async (parsed, cancellationToken) =>
        {
            using RemoteService service = connect(parsed);
            return await TopCommand.RunAsync(service, parsed.GetValue(once), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellationToken).ConfigureAwait(false);
        });
        return top;
    }

    /// <summary><c>restart</c> and the like.</summary>
    public static Command Control(string action, string description)
    {
        Option<bool> json = Commands.Json();
        Argument<string> library = new("LIBRARY") { Description = "The name it is declared under." };
        Command control = new(action, description) { library, json };
        Func<ParseResult, RemoteService> connect = AddService(control);
        control.SetAction(async (parsed, cancellationToken) =>
        {
            using RemoteService service = connect(parsed);
            return await ControlCommand.RunAsync(service, action, parsed.GetValue(library)!, parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellationToken).ConfigureAwait(false);
        });
        return control;
    }

    private static Func<ParseResult, RemoteService> AddService(Command command)
    {
        Option<string> url = new("--url") { Description = $"Where the service listens; default: {RemoteService.DefaultUrl}.", HelpName = "URL", DefaultValueFactory = _ => RemoteService.DefaultUrl };
        Option<string?> token = new("--token-file") { Description = $"The file with the token; default: the variable {AccessTokens.Variable}.", HelpName = "FILE" };
        command.Add(url);
        command.Add(token);
        return parsed => new RemoteService(parsed.GetValue(url)!, parsed.GetValue(token));
    }
}
