namespace ActorFfi;

/// <summary>A symbol that a shared object exports.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is: function, variable, resolver (a function chosen when it is loaded) or thread-local.</param>
/// <param name="Size">How many bytes it has; 0 where the file does not say.</param>
/// <param name="Binding">global, weak or unique.</param>
internal sealed record ElfSymbol(string Name, string Kind, ulong Size, string Binding);
