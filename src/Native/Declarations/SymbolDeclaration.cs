namespace ActorFfi;

/// <summary>A function or variable of a library as declared: the name callers use, the name the library exports, and the signature.</summary>
/// <param name="Name">The name callers use; ordinal.</param>
/// <param name="NativeName">The exported name; the same as <paramref name="Name"/> unless renamed.</param>
/// <param name="Signature">Parameters and result; of a variable neither.</param>
public sealed record SymbolDeclaration(string Name, string NativeName, NativeSignature Signature)
{
    /// <summary>The type of a variable; null for a function.</summary>
    public NativeType? Variable { get; init; }

    /// <summary>Whether a variable is const; the default is false.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the library may lack the symbol; the default is false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>True refuses synchronous calls, false refuses nonblocking calls, null (the default) allows both.</summary>
    public bool? Nonblocking { get; init; }

    /// <summary>Whether errno is cleared before and read after the call; the default is false.</summary>
    public bool CapturesErrno { get; init; }

    /// <summary>Whether the function is short, never blocks and never calls back, so that it is called without a transition; the default is false.</summary>
    /// <remarks>A garbage collection waits for such a call to end, and a callback from it ends the process.</remarks>
    public bool IsLeaf { get; init; }
}
