using System.Globalization;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi demo crash</c>: prints the counters of a <see cref="CrashDemo"/> while it runs, and what became of everything.</summary>
internal sealed class CrashCommand
{
    private const int LinesOfProgress = 10; // Where there is no terminal, whose one line is written anew for each crash.

    public int Crashes { get; init; }

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    /// <summary>Runs the demo.</summary>
    /// <returns><see cref="ExitCodes.Failure"/> where a call was not answered as it should be.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        CrashDemo demo = new(Crashes);
        if (PrintsJson)
        {
            CrashResult silent = await demo.RunAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
            await JsonOutput.WriteLineAsync(Output, writer => Write(writer, silent)).ConfigureAwait(false);
            return CodeOf(silent);
        }

        Terminal terminal = Terminal.Of(Output);
        await Output.WriteLineAsync(Text($"The C library runs in guests of this process, {Environment.ProcessId}. {CrashDemo.Lanes} callers call labs() without a pause;")).ConfigureAwait(false);
        await Output.WriteLineAsync(Text($"one more ends a guest {Times(Crashes)}, by strlen(NULL), abort(), raise(SIGKILL) and _exit(3) in turn.")).ConfigureAwait(false);
        CrashResult result = await demo.RunAsync(now => Progress(terminal, now), cancellationToken).ConfigureAwait(false);
        await Output.WriteAsync(terminal.Rewind).ConfigureAwait(false);
        await PrintAsync(result).ConfigureAwait(false);
        return CodeOf(result);
    }

    private static int CodeOf(CrashResult result) => result.IsComplete ? ExitCodes.Success : ExitCodes.Failure;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Times(int number) => number == 1 ? "once" : Text($"{number:N0} times");

    private void Progress(Terminal terminal, CrashResult now)
    {
        string line = Text($"{now.Elapsed,6:F1} s  crashes {now.Crashes:N0}/{now.Wanted:N0}  answered {now.Answered:N0}  failed {now.Failed:N0}  longest {TimeText.Of(now.Longest)}");
        if (terminal.IsTerminal)
        {
            Output.Write(terminal.Rewind + line);
        }
        else if (now.Crashes % Math.Max(now.Wanted / LinesOfProgress, 1) == 0)
        {
            Output.WriteLine(line);
        }
    }

    private async Task PrintAsync(CrashResult result)
    {
        string deaths = string.Join(", ", result.Deaths.Select(death => Text($"{death.Key} {death.Value:N0}")));
        await Output.WriteLineAsync(Text($"Crashes: {result.Crashes:N0} of {result.Wanted:N0}, each told to its caller with its cause ({deaths}); {result.Guests:N0} guests died, in {result.Elapsed:F1} s.")).ConfigureAwait(false);
        await Output.WriteLineAsync(Text($"Healthy calls: {result.Answered:N0} answered with the right value, {result.Answered / result.Elapsed:N0} a second; p50 {TimeText.Of(result.Median)}, p99 {TimeText.Of(result.P99)}, longest {TimeText.Of(result.Longest)}.")).ConfigureAwait(false);
        await Output.WriteLineAsync(result.IsComplete
            ? Text($"Everything was answered, and this process, {Environment.ProcessId}, never stopped.")
            : Text($"Not everything was answered as it should be: {result.Failed:N0} calls were not, the last one so: {result.Failure}")).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, CrashResult result)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("complete", result.IsComplete);
        writer.WriteNumber("crashes", result.Crashes);
        writer.WriteNumber("guests", result.Guests);
        writer.WriteNumber("answered", result.Answered);
        writer.WriteNumber("failures", result.Failed);
        writer.WriteString("failure", result.Failure);
        writer.WriteNumber("seconds", result.Elapsed);
        writer.WriteStartObject("deaths");
        foreach ((string death, int count) in result.Deaths)
        {
            writer.WriteNumber(death, count);
        }

        writer.WriteEndObject();
        JsonOutput.WriteLatency(writer, ("p50", result.Median), ("p99", result.P99), ("longest", result.Longest));
        writer.WriteEndObject();
    }
}
