using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What is precomputed of a callback's signature: where each argument and the result lie in the frame.</summary>
internal sealed class CallbackLayout
{
    private const int MostParameters = 64;

    /// <exception cref="DeclarationException">The function has more than 64 parameters.</exception>
    public CallbackLayout(NativeSignature signature)
    {
        CallSupport.RefuseUnsupported("(callback)", new SymbolDeclaration("callback", "callback", signature));
        if (signature.Parameters.Length > MostParameters)
        {
            throw new DeclarationException(0, 0, $"at most {MostParameters} parameters", $"{signature.Parameters.Length} parameters", "Pass a pointer to a struct instead.");
        }

        Signature = signature;
        Shape = StubEmitter.ShapeOf(signature, capturesErrno: false);
        Offsets = Place(signature, out int size);
        Size = size;
        Result = new ParameterPlan(new NativeParameter("result", signature.Result));
    }

    /// <summary>The signature.</summary>
    public NativeSignature Signature { get; }

    /// <summary>What tells machine representations of signatures apart.</summary>
    public string Shape { get; }

    /// <summary>The offset of each argument in the frame.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>The size of the frame with its arguments on the stack, in bytes.</summary>
    public int Size { get; }

    /// <summary>What the result may be.</summary>
    public ParameterPlan Result { get; }

    /// <summary>Whether there is a result.</summary>
    public bool HasResult => Signature.Result.Kind != NativeTypeKind.Void;

    /// <summary>Whether an argument or the result travels in a vector register.</summary>
    public bool HasFloats => IsFloat(Signature.Result.Kind) || Signature.Parameters.Any(parameter => IsFloat(parameter.Type.Kind));

    /// <summary>The offset of the result in the frame.</summary>
    public int ResultOffset => IsFloat(Signature.Result.Kind) ? CallbackFrame.FloatResult : CallbackFrame.IntegerResult;

    private static bool IsFloat(NativeTypeKind kind) => kind is NativeTypeKind.F32 or NativeTypeKind.F64;

    private static ImmutableArray<int> Place(NativeSignature signature, out int size)
    {
        int integers = 0;
        int floats = 0;
        int stack = CallbackFrame.Stack;
        ImmutableArray<int>.Builder offsets = ImmutableArray.CreateBuilder<int>(signature.Parameters.Length);
        foreach (NativeParameter parameter in signature.Parameters)
        {
            if (IsFloat(parameter.Type.Kind) && floats < CallbackFrame.FloatRegisters)
            {
                offsets.Add(CallbackFrame.Floats + (floats++ * CallbackFrame.Word));
            }
            else if (!IsFloat(parameter.Type.Kind) && integers < CallbackFrame.IntegerRegisters)
            {
                offsets.Add(CallbackFrame.Integers + (integers++ * CallbackFrame.Word));
            }
            else
            {
                offsets.Add(stack);
                stack += CallbackFrame.Word;
            }
        }

        size = stack;
        return offsets.DrainToImmutable();
    }
}
