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

    /// <summary>The parameters in the order of the native function.</summary>
    public ImmutableArray<NativeParameter> Parameters { get; }

    /// <summary>The type of the result.</summary>
    public NativeType Result { get; }
}
