namespace ActorFfi;

/// <summary>A guest process that could not make a call, or whose result could not be taken over.</summary>
public sealed class GuestRefusedException : ActorFfiException
{
    internal GuestRefusedException(string library, string symbol, string reason)
        : base($"Call '{symbol}' of library '{library}' has no result from its guest process: {reason}.")
    {
        Library = library;
        Symbol = symbol;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }
}
