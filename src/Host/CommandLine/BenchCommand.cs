using System.Globalization;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi bench</c>: how many calls of one function a second, and how long each takes.</summary>
internal sealed class BenchCommand
{
    public required CallSource Source { get; init; }

    public TimeSpan Duration { get; init; }

    public int Concurrency { get; init; }

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Measures, and prints the figures.</summary>
    /// <returns><see cref="ExitCodes.Failure"/> where a call failed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        FfiRuntime ffi = await Source.StartAsync("bench", cancellationToken).ConfigureAwait(false);
        await using (ffi.ConfigureAwait(false))
        {
            CallTarget target = Source.Find(ffi);
            CallBuilder[] lanes = [.. Enumerable.Range(0, Concurrency).Select(_ => new CallBuilder(target))];
            try
            {
                BenchResult result = await MeasureAsync(target, lanes, cancellationToken).ConfigureAwait(false);
                await PrintAsync(result).ConfigureAwait(false);
                return result.Failure is null ? ExitCodes.Success : ExitCodes.Failure;
            }
            finally
            {
                Array.ForEach(lanes, lane => lane.Dispose());
            }
        }
    }

    private async Task<BenchResult> MeasureAsync(CallTarget target, CallBuilder[] lanes, CancellationToken cancellationToken)
    {
        Array.ForEach(lanes, lane => ArgumentWords.AddAll(lane, Source.Arguments));
        Terminal terminal = Terminal.Of(Error);
        BenchResult result = await new FunctionBenchmark(target, lanes).RunAsync(Duration, Progress, cancellationToken).ConfigureAwait(false);
        await Error.WriteAsync(terminal.Rewind).ConfigureAwait(false);
        return result;

        void Progress(long calls)
        {
            if (terminal.IsTerminal)
            {
                Error.Write(string.Create(CultureInfo.InvariantCulture, $"{terminal.Rewind}{calls:N0} calls"));
            }
        }
    }

    private async Task PrintAsync(BenchResult result)
    {
        if (PrintsJson)
        {
            await JsonOutput.WriteLineAsync(Output, writer => Write(writer, result)).ConfigureAwait(false);
            return;
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        await Output.WriteLineAsync(string.Create(culture, $"{result.Calls:N0} calls in {result.Elapsed:F1} s, {result.CallsPerSecond:N0} a second, {result.Concurrency} outstanding")).ConfigureAwait(false);
        await Output.WriteLineAsync($"p50 {TimeText.Of(result.Median)}, p90 {TimeText.Of(result.P90)}, p99 {TimeText.Of(result.P99)}, p99.9 {TimeText.Of(result.P999)}, longest {TimeText.Of(result.Longest)}").ConfigureAwait(false);
        if (result.Failure is { } failure)
        {
            await Output.WriteLineAsync(string.Create(culture, $"{result.Failures:N0} calls failed, the last one so: {FailureText.Of(failure)}")).ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter writer, BenchResult result)
    {
        writer.WriteStartObject();
        writer.WriteNumber("calls", result.Calls);
        writer.WriteNumber("failures", result.Failures);
        writer.WriteNumber("seconds", result.Elapsed);
        writer.WriteNumber("concurrency", result.Concurrency);
        writer.WriteNumber("callsPerSecond", result.CallsPerSecond);
        JsonOutput.WriteLatency(writer, ("p50", result.Median), ("p90", result.P90), ("p99", result.P99), ("p999", result.P999), ("longest", result.Longest));
        writer.WriteEndObject();
    }
}
