namespace ActorFfi;

/// <summary>What a message needs to name the call that holds a buffer.</summary>
internal interface ICallIdentity
{
    /// <summary>The name of the library that is called.</summary>
    string LibraryName { get; }

    /// <summary>The name of the symbol that is called.</summary>
    string SymbolName { get; }
}
