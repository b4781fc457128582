using System.Globalization;

namespace ActorFfi;

/// <summary>A call was refused because calls with the same arguments ended guests before; nothing native ran.</summary>
public sealed class PoisonCallException : ActorFfiException
{
    internal PoisonCallException(string library, string symbol, int deaths, string arguments, Exception lastDeath)
        : base(string.Create(CultureInfo.InvariantCulture, $"Call '{symbol}({arguments})' of library '{library}' was refused: with these arguments it has ended {deaths:N0} {(deaths == 1 ? "guest" : "guests")}. Pass others, mend the library and pardon the call with '{nameof(LibraryRef.PardonAsync)}', or raise 'PoisonAfter'."), lastDeath)
    {
        Library = library;
        Symbol = symbol;
        Deaths = deaths;
        Arguments = arguments;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>How many guests died in such calls.</summary>
    public int Deaths { get; }

    /// <summary>The arguments in short, as those of the last death.</summary>
    public string Arguments { get; }
}
