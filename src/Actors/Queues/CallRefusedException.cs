using System.Globalization;

namespace ActorFfi;

/// <summary>A call was not accepted; its buffers are with their handles, and nothing native ran.</summary>
public sealed class CallRefusedException : ActorFfiException
{
    internal CallRefusedException(string library, string symbol, CallRefusal reason, long limit)
        : this(library, symbol, reason, limit, holder: null, Describe(reason, limit.ToString("N0", CultureInfo.InvariantCulture)))
    {
    }

    private CallRefusedException(string library, string symbol, CallRefusal reason, long limit, string? holder, string why)
        : base($"Call '{symbol}' of library '{library}' was refused: {why}")
    {
        Library = library;
        Symbol = symbol;
        Reason = reason;
        Limit = limit;
        Holder = holder;
    }

    /// <summary>The refusal of a call that would wait for a place under a limit.</summary>
    internal static CallRefusedException ForPlace(string library, string symbol, long limit, string? holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit, holder, holder is null
            ? "it would wait on a pinned thread for a place under a concurrency limit, and others need that thread. Make it elsewhere, or raise 'Concurrency'."
            : $"it needs a place under a concurrency limit that call '{holder}' holds, and '{holder}' waits for the callback that makes this call. Raise 'Concurrency', or call '{symbol}' after the callback.");

    /// <summary>The refusal of a call that would wait for the turn of a key.</summary>
    internal static CallRefusedException ForTurn(string library, string symbol, string? holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit: 1, holder, holder is null
            ? "it would wait on a pinned thread for the turn of its key, and others need that thread. Make it elsewhere."
            : $"it would wait for the turn of its key while call '{holder}' holds that of another one and waits for the callback that makes this call. Call '{symbol}' after the callback.");

    /// <summary>The refusal of a call that needs a pinned thread.</summary>
    internal static CallRefusedException ForThread(string library, string symbol, string holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit: 1, holder, $"it needs the library's pinned thread, on which call '{holder}' waits for the callback that makes this call. Let the callback run in the place 'Caller', or call '{symbol}' after it.");

    /// <summary>The refusal of a call that needs a pinned thread which waits for that of a call around this one.</summary>
    internal static CallRefusedException ForCircle(string library, string symbol, string around, string holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit: 1, holder, $"it needs the library's pinned thread, which waits for that of library '{around}', on which call '{holder}' waits for the callback that makes this call. Call '{symbol}' after the callback.");

    /// <summary>The refusal of a call that waits behind the one which waits for it, because both have the same key.</summary>
    internal static CallRefusedException ForOwnTurn(string library, string symbol, string holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit: 1, holder, $"it needs the turn of its key, which call '{holder}' has, and '{holder}' waits for the callback that waits for this call. Make it with 'Invoke', or do not wait for it in the callback.");

    /// <summary>The refusal of a call that needs a worker.</summary>
    internal static CallRefusedException ForWorker(string library, string symbol, string holder) => new(
        library, symbol, CallRefusal.HeldByCaller, limit: 1, holder, $"it needs a worker of '{symbol}', and all wait in calls such as '{holder}' for callbacks that wait for calls like this one. Make it with 'Invoke', raise 'Workers', or do not wait for it in the callback.");

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>Why the call was refused.</summary>
    public CallRefusal Reason { get; }

    /// <summary>The limit that was reached: calls, or bytes where <see cref="Reason"/> speaks of them.</summary>
    public long Limit { get; }

    /// <summary>The symbol whose call holds what this one would wait for, and waits for this one; null for every other reason, and for a call on a pinned thread that would wait there for others.</summary>
    public string? Holder { get; }

    private static string Describe(CallRefusal reason, string limit) => reason switch
    {
        CallRefusal.QueueFull => $"its queue is full ({limit} waiting). Retry later, raise 'QueueLimit', or set 'Overflow' to 'Wait'.",
        CallRefusal.BytesFull => $"its buffers do not fit into its queue ({limit} bytes). Retry later, raise 'QueueBytes', or set 'Overflow' to 'Wait'.",
        CallRefusal.LibraryFull => $"the queues of the library are full ({limit} waiting). Retry later, raise 'TotalQueueLimit', or set 'Overflow' to 'Wait'.",
        _ => $"its buffers do not fit into the queues of the library ({limit} bytes). Retry later, raise 'TotalQueueBytes', or set 'Overflow' to 'Wait'.",
    };
}
