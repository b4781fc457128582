using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace ActorFfi;

/// <summary>Crashes an isolated library again and again while others call it, and counts what became of the calls. The library is the one of C itself.</summary>
internal sealed class CrashDemo(int crashes)
{
    /// <summary>How many healthy calls are always outstanding.</summary>
    public const int Lanes = 4;

    private const string Library = "libc";
    private const int HealthyCallsBetweenCrashes = 100;

    // What native code does to its process: follow a null pointer, give up, be killed from outside, leave.
    private static readonly (string Symbol, NativeArgument[] Arguments)[] _ends = [("strlen", [NativeArgument.Null]), ("abort", []), ("raise", [9]), ("_exit", [3])];

    private readonly TimeHistogram _times = new();
    private readonly HashSet<int> _guests = []; // Of the caller that crashes, like the next two.
    private ImmutableSortedDictionary<string, int> _deaths = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);
    private int _crashes;
    private long _answered; // Interlocked, like the others.
    private long _failed;
    private long _longest;
    private volatile string? _failure;
    private long _start;

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told of each crash that was answered.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<CrashResult> RunAsync(Action<CrashResult> progress, CancellationToken cancellationToken)
    {
        FfiRuntime ffi = await FfiRuntime.StartAsync(Declare, cancellationToken).ConfigureAwait(false);
        await using (ffi.ConfigureAwait(false))
        {
            SymbolRef healthy = ffi[Library]["labs"];
            _start = Stopwatch.GetTimestamp();
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task lanes = Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(() => CallUntilAsync(healthy, end.Token), CancellationToken.None)));
            try
            {
                await CrashAllAsync(healthy, ffi[Library], progress, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await end.CancelAsync().ConfigureAwait(false);
                await lanes.ConfigureAwait(false);
            }

            return Now();
        }
    }

    // Calls of 'labs' may run twice, so that 'Retry' hides the crashes of others from them. Each crash is wanted: none is refused, and the budget holds all.
    private void Declare(FfiRuntimeBuilder builder) => builder.AddLibrary(Library, library => library
        .Path("libc.so.6")
        .Isolation(IsolationMode.Process)
        .Processes(2)
        .Spares(1)
        .PoisonAfter(0)
        .RestartLimit(crashes + 1)
        .RestartDelay(TimeSpan.FromMilliseconds(1))
        .RestartMaximumDelay(TimeSpan.FromMilliseconds(1))
        .Timeout(TimeSpan.FromMinutes(1))
        .Declare("long labs(long n)", symbol => symbol.Workers(Lanes).Retry(crashes))
        .Declare("size_t strlen(const char *text)")
        .Declare("void abort(void)")
        .Declare("int raise(int signal)")
        .Declare("void _exit(int code)"));

    private async Task CrashAllAsync(SymbolRef healthy, LibraryRef library, Action<CrashResult> progress, CancellationToken cancellationToken)
    {
        for (int crash = 0; crash < crashes; crash++)
        {
            for (int call = 0; call < HealthyCallsBetweenCrashes; call++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await CallAsync(healthy, call).ConfigureAwait(false);
            }

            (string symbol, NativeArgument[] arguments) = _ends[crash % _ends.Length];
            CountCrash(await library[symbol].TryCallAsync(arguments).ConfigureAwait(false));
            progress(Now());
        }
    }

    private async Task CallUntilAsync(SymbolRef healthy, CancellationToken end)
    {
        for (long number = 1; !end.IsCancellationRequested; number++)
        {
            await CallAsync(healthy, number).ConfigureAwait(false);
        }
    }

    private async Task CallAsync(SymbolRef healthy, long number)
    {
        long start = Stopwatch.GetTimestamp();
        NativeReply reply = await healthy.TryCallAsync(-number).ConfigureAwait(false);
        long ticks = Stopwatch.GetTimestamp() - start;
        if (reply.Failure is { } failure)
        {
            CountFailure(FailureText.Of(failure));
        }
        else if (reply.Value.ToInt64() != number)
        {
            CountFailure($"labs({-number}) was answered with {reply.Value.ToInt64()}.");
        }
        else
        {
            CountAnswer(ticks);
        }
    }

    private void CountAnswer(long ticks)
    {
        Interlocked.Increment(ref _answered);
        _times.Record(Stopwatch.GetElapsedTime(0, ticks).TotalSeconds);
        for (long longest = Volatile.Read(ref _longest); ticks > longest; longest = Volatile.Read(ref _longest))
        {
            Interlocked.CompareExchange(ref _longest, ticks, longest);
        }
    }

    private void CountCrash(NativeReply reply)
    {
        if (reply.Failure is not GuestCrashedException crash)
        {
            CountFailure(reply.Failure is null ? "A call that was to crash returned." : FailureText.Of(reply.Failure));
            return;
        }

        _crashes++;
        _guests.Add(crash.ProcessId);
        string death = crash.Signal ?? string.Create(CultureInfo.InvariantCulture, $"exit code {crash.ExitCode}");
        _deaths = _deaths.SetItem(death, _deaths.GetValueOrDefault(death) + 1);
    }

    private void CountFailure(string failure)
    {
        Interlocked.Increment(ref _failed);
        _failure = failure;
    }

    private CrashResult Now() => new(crashes, _crashes, _guests.Count, Interlocked.Read(ref _answered), Interlocked.Read(ref _failed), Stopwatch.GetElapsedTime(_start).TotalSeconds)
    {
        Deaths = _deaths,
        Median = _times.Percentile(0.5),
        P99 = _times.Percentile(0.99),
        Longest = Stopwatch.GetElapsedTime(0, Volatile.Read(ref _longest)).TotalSeconds,
        Failure = _failure,
    };
}
