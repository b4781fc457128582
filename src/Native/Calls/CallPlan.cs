using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>What is precomputed of a declared function: its stub, and how each argument gets into the frame.</summary>
internal sealed class CallPlan : ICallIdentity
{
    private const int MostParameters = 64;

    private readonly ParameterPlan[] _parameters;

    /// <exception cref="DeclarationException">The function has more than 64 parameters.</exception>
    public CallPlan(string library, SymbolDeclaration declaration)
    {
        RefuseTooMany(library, declaration);
        CallSupport.RefuseUnsupported(library, declaration);
        Library = library;
        Declaration = declaration;
        _parameters = [.. declaration.Signature.Parameters.Select(p => new ParameterPlan(p))];
        Shape = new CallShape(declaration.Signature, declaration.CapturesErrno, declaration.IsLeaf);
        CallSupport.RefuseUnsupported(library, declaration, Shape);
        IsScalarOnly = !declaration.Signature.IsVariadic && declaration.Signature.Parameters.All(p => p.Type.Kind <= NativeTypeKind.F64);
        TakesText = _parameters.Any(p => p.Kind == NativeTypeKind.CString || p.TakesTexts);
        Stub = StubEmitter.StubFor(Shape);
        Variadic = declaration.Signature.IsVariadic ? new VariadicPlans(this) : null;
    }

    /// <summary>The name of the library, for messages.</summary>
    public string Library { get; }

    string ICallIdentity.LibraryName => Library;

    string ICallIdentity.SymbolName => Declaration.Name;

    /// <summary>The function as declared.</summary>
    public SymbolDeclaration Declaration { get; }

    /// <summary>How the function is called.</summary>
    public CallShape Shape { get; }

    /// <summary>Where arguments and result lie in the frame.</summary>
    public FrameLayout Layout => Shape.Layout;

    /// <summary>The plans of calls with more arguments; null for a function that takes no more.</summary>
    public VariadicPlans? Variadic { get; }

    /// <summary>Calls the function with a frame.</summary>
    public CallStub Stub { get; init; }

    /// <summary>Whether no argument is memory, so that binding needs nothing but the frame.</summary>
    public bool IsScalarOnly { get; }

    /// <summary>Whether an argument may be a string.</summary>
    public bool TakesText { get; }

    /// <summary>A bit for each parameter whose buffer native code keeps after the call.</summary>
    public ulong Kept { get; init; }

    /// <summary>A bit for each parameter at whose address a kept buffer ends to be kept.</summary>
    public ulong Releases { get; init; }

    /// <summary>Whether the function runs in guests, so that pointers and functions among its arguments must come from one.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Whether a call's success decides about buffers that native code keeps.</summary>
    public bool HasLoans => (Kept | Releases) != 0;

    /// <summary>The parameters in order.</summary>
    public ReadOnlySpan<ParameterPlan> Parameters => _parameters;

    /// <summary>The number of bytes in a frame.</summary>
    public int FrameSize => Layout.Size;

    /// <summary>Whether a parameter is in such a set of bits.</summary>
    public static bool Names(ulong parameters, int index) => (parameters >> index & 1) != 0;

    /// <summary>Whether arguments that were bound for another plan mean the same here.</summary>
    public bool HasSameFrame(CallPlan other) => FrameComparison.AreSame(this, other);

    /// <summary>Refuses a wrong number of arguments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CheckCount(int count)
    {
        if (count != _parameters.Length && (Variadic is null || count < _parameters.Length || count > MostParameters))
        {
            ArgumentErrors.ThrowCount(this, count);
        }
    }

    private static void RefuseTooMany(string library, SymbolDeclaration declaration)
    {
        int count = declaration.Signature.Parameters.Length;
        if (count > MostParameters)
        {
            throw new DeclarationException(0, 0, $"at most {MostParameters} parameters", $"{count} parameters", "Wrap the function in one that takes fewer, or that takes a pointer to a struct.")
            {
                Library = library,
                Symbol = declaration.Name,
            };
        }
    }
}
