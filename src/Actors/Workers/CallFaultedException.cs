namespace ActorFfi;

/// <summary>The worker of a call failed while it ran the call; its supervisor decides what becomes of the worker.</summary>
public sealed class CallFaultedException : ActorFfiException
{
    internal CallFaultedException(string library, string symbol, Exception cause)
        : base($"Call '{symbol}' of library '{library}' failed in its worker: {cause.Message} Native code may have run; see the inner exception for what went wrong.", cause)
    {
        Library = library;
        Symbol = symbol;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }
}
