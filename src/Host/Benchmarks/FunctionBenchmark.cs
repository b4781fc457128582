using System.Diagnostics;

namespace ActorFfi;

/// <summary>Calls one function again and again, with so many calls outstanding, and times each.</summary>
internal sealed class FunctionBenchmark(CallTarget target, IReadOnlyList<CallBuilder> lanes)
{
    private readonly TimeHistogram _times = new();
    private long _calls; // Interlocked, like the others.
    private long _failures;
    private long _longest;
    private volatile Exception? _failure;

    /// <summary>Measures for so long; a tenth of it before is not counted.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="progress">Told each second how many calls were answered.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<BenchResult> RunAsync(TimeSpan duration, Action<long> progress, CancellationToken cancellationToken)
    {
        await RunForAsync(duration / 10, static _ => { }, cancellationToken).ConfigureAwait(false);
        Reset();
        long start = Stopwatch.GetTimestamp();
        await RunForAsync(duration, progress, cancellationToken).ConfigureAwait(false);
        return new BenchResult(_calls, _failures, Stopwatch.GetElapsedTime(start).TotalSeconds, lanes.Count)
        {
            Median = _times.Percentile(0.5),
            P90 = _times.Percentile(0.9),
            P99 = _times.Percentile(0.99),
            P999 = _times.Percentile(0.999),
            Longest = Stopwatch.GetElapsedTime(0, _longest).TotalSeconds,
            Failure = _failure,
        };
    }

    private async Task RunForAsync(TimeSpan duration, Action<long> progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(duration);
        Task all = Task.WhenAll(lanes.Select(lane => Task.Run(() => RunLaneAsync(lane, end.Token), CancellationToken.None)));
        while (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)).ConfigureAwait(false) != all)
        {
            progress(Interlocked.Read(ref _calls));
        }

        await all.ConfigureAwait(false);
    }

    private async Task RunLaneAsync(CallBuilder lane, CancellationToken end)
    {
        NativeArgument[] arguments = [.. lane.Arguments.Select(argument => argument.Value)];
        bool isSynchronous = target.Symbol.Declaration.Nonblocking == false;
        while (!end.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            NativeReply reply = isSynchronous ? target.Symbol.TryInvoke(arguments) : await target.Symbol.TryCallAsync(arguments).ConfigureAwait(false);
            Count(Stopwatch.GetTimestamp() - start, reply.Failure);
        }
    }

    private void Count(long ticks, Exception? failure)
    {
        Interlocked.Increment(ref _calls);
        _times.Record(Stopwatch.GetElapsedTime(0, ticks).TotalSeconds);
        for (long longest = Volatile.Read(ref _longest); ticks > longest; longest = Volatile.Read(ref _longest))
        {
            Interlocked.CompareExchange(ref _longest, ticks, longest);
        }

        if (failure is not null)
        {
            Interlocked.Increment(ref _failures);
            _failure = failure;
        }
    }

    private void Reset()
    {
        _times.Clear();
        _calls = 0;
        _failures = 0;
        _longest = 0;
    }
}
