using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace ActorFfi;

/// <summary>The runtimes between start and stop, and what is observed of them. Libraries of one name in several runtimes are summed up.</summary>
internal static class LiveRuntimes
{
    private static ImmutableList<FfiRuntime> all = []; // Changed interlocked only.

    static LiveRuntimes()
    {
        Meter meter = FfiInstruments.Meter;
        meter.CreateObservableUpDownCounter("actorffi.queue.length", () => OfSymbols(static symbol => symbol.Mailbox.Length), "{call}", "Calls that wait.");
        meter.CreateObservableUpDownCounter("actorffi.workers", () => OfSymbols(static symbol => symbol.Mailbox.Workers), "{worker}", "Workers that serve calls.");
        meter.CreateObservableUpDownCounter("actorffi.live_buffers", () => OfAccounts(static account => account.LiveBuffers), "{buffer}", "Buffers that are allocated and not freed.");
        meter.CreateObservableUpDownCounter("actorffi.live_bytes", () => OfAccounts(static account => account.LiveBytes), "By", "Bytes of these buffers.");
        BufferAccount.Unattached.LeakFound += static leak => LeakReport.Queue(leak, [.. all.Select(static runtime => runtime.Logger)]);
        CallbackReports.Reported += static report => CallbackLog.Queue(report, [.. all.Where(runtime => IsOf(runtime, report)).Select(static runtime => runtime.Logger)]);
    }

    /// <summary>Begins to observe a runtime.</summary>
    public static void Add(FfiRuntime runtime) =>
        ImmutableInterlocked.Update(ref all, static (list, added) => list.Add(added), runtime);

    /// <summary>Ends it.</summary>
    public static void Remove(FfiRuntime runtime) =>
        ImmutableInterlocked.Update(ref all, static (list, removed) => list.Remove(removed), runtime);

    // A report of no library is for everybody. One of a library that a changed configuration has replaced is still for its runtime, whose logger it has.
    private static bool IsOf(FfiRuntime runtime, CallbackReport report) =>
        report.Generation is not { } generation || (generation.Calls is ForeignCalls calls && ReferenceEquals(calls.Library.Logger, runtime.Logger));

    private static IEnumerable<Measurement<long>> OfSymbols(Func<SymbolEntry, long> read) =>
        from runtime in all
        from library in runtime.AllEntries
        from symbol in library.Symbols.Values
        group symbol by (symbol.LibraryName, symbol.Name) into same
        select new Measurement<long>(same.Sum(read), same.First().Tags.Both);

    private static IEnumerable<Measurement<long>> OfAccounts(Func<BufferAccount, long> read) =>
        from account in all.SelectMany(static runtime => runtime.AllEntries).Select(static library => library.Buffers).Distinct().Append(BufferAccount.Unattached)
        group account by account.Name into same
        select new Measurement<long>(same.Sum(read), KeyValuePair.Create<string, object?>(SymbolTags.LibraryTag, same.Key));
}
