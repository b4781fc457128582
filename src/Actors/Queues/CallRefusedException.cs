using System.Globalization;

namespace ActorFfi;

/// <summary>A nonblocking call was not accepted; its buffers are with their handles, and nothing native ran.</summary>
public sealed class CallRefusedException : ActorFfiException
{
    internal CallRefusedException(string library, string symbol, int queueLimit)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Call '{symbol}' of library '{library}' was refused: its queue is full ({queueLimit:N0} waiting). Retry later, raise 'QueueLimit', or set 'Overflow' to 'Wait'."))
    {
        Library = library;
        Symbol = symbol;
        QueueLimit = queueLimit;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>How many calls the queue holds.</summary>
    public int QueueLimit { get; }
}
