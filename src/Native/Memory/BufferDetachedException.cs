namespace ActorFfi;

/// <summary>Native code has the buffer: it is in flight in a call, or lent beyond the call's end.</summary>
public sealed class BufferDetachedException : BufferStateException
{
    internal BufferDetachedException(string message, string? bufferName, BufferState state, ICallIdentity? call)
        : base(message, bufferName, state)
    {
        Library = call?.LibraryName;
        Symbol = call?.SymbolName;
    }

    /// <summary>The library whose call has the buffer; null where that call ended while the exception was being made.</summary>
    public string? Library { get; }

    /// <summary>The symbol whose call has the buffer; null where that call ended while the exception was being made.</summary>
    public string? Symbol { get; }
}
