using System.CommandLine;

namespace ActorFfi;

/// <summary>The commands that call a function, and the options by which it is named.</summary>
internal static class CallCommands
{
    /// <summary><c>call</c>.</summary>
    public static Command Call(Option<string?> config)
    {
        Option<bool> json = Commands.Json();
        Command call = new("call", "Calls one function and prints its reply.") { json };
        Func<ParseResult, CallSource> source = AddSource(call, config);
        call.SetAction((parsed, cancellationToken) => new CallCommand
        {
            Source = source(parsed),
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
        }.RunAsync(cancellationToken));
        return call;
    }

    /// <summary><c>bench</c>.</summary>
    public static Command Bench(Option<string?> config)
    {
        Option<bool> json = Commands.Json();
        Option<double> duration = new("--duration") { Description = "How many seconds to measure; default: 5.", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
        Option<int> concurrency = new("--concurrency") { Description = "How many calls are outstanding; default: 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        duration.Demand(static seconds => seconds is > 0 and <= 3600, "'--duration' is a number of seconds above 0, and an hour at most.");
        concurrency.Demand(static calls => calls is > 0 and <= 4096, "'--concurrency' is a number from 1 to 4096.");
        Command bench = new("bench", "Calls one function again and again, and prints calls a second and how long they take.") { json, duration, concurrency };
        Func<ParseResult, CallSource> source = AddSource(bench, config);
        bench.SetAction((parsed, cancellationToken) => new BenchCommand
        {
            Source = source(parsed),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(duration)),
            Concurrency = parsed.GetValue(concurrency),
            PrintsJson = parsed.GetValue(json),
            Output = parsed.InvocationConfiguration.Output,
            Error = parsed.InvocationConfiguration.Error,
        }.RunAsync(cancellationToken));
        return bench;
    }

    private static Func<ParseResult, CallSource> AddSource(Command command, Option<string?> config)
    {
        Option<string[]> path = new("--path") { Description = "Without configuration: a candidate file or name of the library; may be repeated.", HelpName = "FILE" };
        Option<string[]> declare = new("--declare") { Description = "The C prototype of a function, with '--path'; may be repeated.", HelpName = "PROTOTYPE" };
        Option<string[]> types = new("--types") { Description = "C typedefs and enums that the prototypes use; may be repeated.", HelpName = "C" };
        Argument<string[]> words = new("WORDS") { Description = CallCommand.Help, HelpName = "[LIBRARY] SYMBOL [ARGS…]", Arity = ArgumentArity.OneOrMore };
        command.Add(path);
        command.Add(declare);
        command.Add(types);
        command.Add(words);
        return parsed => new CallSource
        {
            Config = parsed.GetValue(config),
            Paths = parsed.GetValue(path) ?? [],
            Declarations = parsed.GetValue(declare) ?? [],
            Types = parsed.GetValue(types) ?? [],
            Words = parsed.GetValue(words) ?? [],
            Options = [.. command.Options.Append(config).Select(static option => option.Name)],
        };
    }
}
