namespace ActorFfi;

/// <summary>An optional symbol was called, but the library that was found does not export it.</summary>
internal sealed class AbsentSymbolException(string library, string symbol)
    : ActorFfiException($"Symbol '{symbol}' of library '{library}' is declared optional, and the loaded library does not export it. Install a version that has it, or do without.");
