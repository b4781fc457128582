namespace ActorFfi;

/// <summary>What a guest says of the library that it has loaded.</summary>
/// <param name="Path">Where from.</param>
/// <param name="Arena">Where the arena lies in the guest; only ever given back to it, or compared.</param>
/// <param name="Addresses">Where each declared symbol lies in the guest; 0 for one that is missing and may be.</param>
internal sealed record LoadedSymbols(string Path, nint Arena, nint[] Addresses);
