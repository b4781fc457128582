namespace ActorFfi;

/// <summary>A library or a symbol was asked for under a name that is not declared; names compare ordinally.</summary>
public sealed class UnknownNameException : ActorFfiException
{
    private UnknownNameException(string message, string name)
        : base(message)
    {
        Name = name;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    internal static UnknownNameException OfLibrary(string name, IEnumerable<string> declared) =>
        new($"Library '{name}' is not declared. {Declared(name, declared)}", name);

    internal static UnknownNameException OfSymbol(string library, string name, IEnumerable<string> declared) =>
        new($"Symbol '{name}' of library '{library}' is not declared. {Declared(name, declared)}", name);

    private static string Declared(string name, IEnumerable<string> declared)
    {
        string[] names = [.. declared.Order(StringComparer.Ordinal)];
        string all = names.Length == 0 ? "Nothing is." : $"Declared are: {string.Join(", ", names)}.";
        return NameSuggestion.For(name, names) is { } hint ? $"{hint} {all}" : all;
    }
}
