using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The parameters and the result of a native function.</summary>
public sealed class NativeSignature
{
    internal NativeSignature(ImmutableArray<NativeParameter> parameters, NativeType result)
    {
        Parameters = parameters;
        Result = result;
    }

    /// <summary>What a variable has instead of a signature.</summary>
    internal static NativeSignature None { get; } = new([], new NativeType(NativeTypeKind.Void, "void", 0));

    /// <summary>The parameters in the order of the native function.</summary>
    public ImmutableArray<NativeParameter> Parameters { get; }

    /// <summary>The type of the result.</summary>
    public NativeType Result { get; }

    /// <summary>Whether calls may pass more arguments than there are parameters, each with a type of its own.</summary>
    public bool IsVariadic { get; internal init; }
}
