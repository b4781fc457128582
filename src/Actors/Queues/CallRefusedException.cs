using System.Globalization;

namespace ActorFfi;

/// <summary>A call was not accepted; its buffers are with their handles, and nothing native ran.</summary>
public sealed class CallRefusedException : ActorFfiException
{
    internal CallRefusedException(string library, string symbol, CallRefusal reason, long limit)
        : base(Describe(library, symbol, reason, limit.ToString("N0", CultureInfo.InvariantCulture)))
    {
        Library = library;
        Symbol = symbol;
        Reason = reason;
        Limit = limit;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>Why the call was refused.</summary>
    public CallRefusal Reason { get; }

    /// <summary>The limit that was reached: calls, or bytes where <see cref="Reason"/> speaks of them.</summary>
    public long Limit { get; }

    private static string Describe(string library, string symbol, CallRefusal reason, string limit) => $"Call '{symbol}' of library '{library}' was refused: " + reason switch
    {
        CallRefusal.QueueFull => $"its queue is full ({limit} waiting). Retry later, raise 'QueueLimit', or set 'Overflow' to 'Wait'.",
        CallRefusal.BytesFull => $"its buffers do not fit into its queue ({limit} bytes). Retry later, raise 'QueueBytes', or set 'Overflow' to 'Wait'.",
        CallRefusal.LibraryFull => $"the queues of the library are full ({limit} waiting). Retry later, raise 'TotalQueueLimit', or set 'Overflow' to 'Wait'.",
        CallRefusal.LibraryBytesFull => $"its buffers do not fit into the queues of the library ({limit} bytes). Retry later, raise 'TotalQueueBytes', or set 'Overflow' to 'Wait'.",
        _ => "it is made from within a call that holds what it would wait for, a place under 'Concurrency' or the turn of a 'Key', and would wait for ever. Make it after that call has returned, or raise 'Concurrency'.",
    };
}
