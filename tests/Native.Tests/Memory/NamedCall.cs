namespace ActorFfi.Native.Tests.Memory;

/// <summary>The identity of a call that is not made.</summary>
internal sealed class NamedCall(string library = "imaging", string symbol = "encode") : ICallIdentity
{
    public string LibraryName { get; } = library;

    public string SymbolName { get; } = symbol;
}
