namespace ActorFfi;

/// <summary>What telemetry says of a symbol, made once.</summary>
internal sealed class SymbolTags(string library, string symbol)
{
    /// <summary>The name of the tag with the library's name.</summary>
    public const string LibraryTag = "library";

    /// <summary>The name of the tag with the symbol's name.</summary>
    public const string SymbolTag = "symbol";

    /// <summary>The tag with the library's name.</summary>
    public KeyValuePair<string, object?> Library { get; } = new(LibraryTag, library);

    /// <summary>The tag with the symbol's name.</summary>
    public KeyValuePair<string, object?> Symbol { get; } = new(SymbolTag, symbol);

    /// <summary>The name of an activity that stands for a call.</summary>
    public string ActivityName { get; } = $"{library}/{symbol}";

    /// <summary>Both tags, for an activity that begins.</summary>
    public KeyValuePair<string, object?>[] Both { get; } = [new(LibraryTag, library), new(SymbolTag, symbol)];
}
