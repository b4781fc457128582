using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What is precomputed of a callback's signature: where each argument and the result lie in the frame.</summary>
/// <remarks>Source: System V psABI for x86-64, 3.2.3, "Passing" and "Returning of Values".</remarks>
internal sealed class CallbackLayout
{
    private const int MostParameters = 64;

    private int _integers;
    private int _floats;
    private int _stack = CallbackFrame.Stack;

    /// <exception cref="DeclarationException">The function takes or returns what no callback can carry.</exception>
    public CallbackLayout(NativeSignature signature)
    {
        Refuse(signature);
        Signature = signature;
        ResultClasses = ValueClasses.Of(signature.Result);
        ReturnsInMemory = signature.Result.IsRecord && ResultClasses.IsMemory;
        _integers = ReturnsInMemory ? 1 : 0;
        Places = [.. signature.Parameters.Select(parameter => PlaceOf(parameter.Type))];
        Size = _stack;
        bool hasFloats = _floats > 0 || ResultClasses.Count(RegisterClass.Sse) > 0;
        WayIn = ResultClasses.IsX87 ? TrampolineCode.WithX87 : hasFloats ? TrampolineCode.WithFloats : 0;
        Result = new ParameterPlan(new NativeParameter("result", signature.Result));
    }

    /// <summary>The signature.</summary>
    public NativeSignature Signature { get; }

    /// <summary>What tells signatures apart for code that reads their arguments: the kinds, and where each lies.</summary>
    public string Shape => string.Concat(Signature.Parameters.Select((parameter, i) => $"{(char)('A' + (int)parameter.Type.Kind)}{Places[i].Low}").Prepend($"{(char)('A' + (int)Signature.Result.Kind)}"));

    /// <summary>Where each argument lies in the frame.</summary>
    public ImmutableArray<CallbackPlaces> Places { get; }

    /// <summary>The size of the frame with its arguments on the stack, in bytes.</summary>
    public int Size { get; }

    /// <summary>What the result may be.</summary>
    public ParameterPlan Result { get; }

    /// <summary>The classes of the result's halves.</summary>
    public ValueClasses ResultClasses { get; }

    /// <summary>Whether the caller gives the address of the result in the first integer register.</summary>
    public bool ReturnsInMemory { get; }

    /// <summary>Which of a trampoline's ways in saves and loads the registers that the signature uses.</summary>
    public int WayIn { get; }

    /// <summary>Whether there is a result.</summary>
    public bool HasResult => Signature.Result.Kind != NativeTypeKind.Void;

    /// <summary>The offset of a result that is no struct.</summary>
    public int ResultOffset => ResultClasses.Low == RegisterClass.Sse ? CallbackFrame.FloatResult : CallbackFrame.IntegerResult;

    private static void Refuse(NativeSignature signature)
    {
        CallSupport.RefuseUnsupported("(callback)", new SymbolDeclaration("callback", "callback", signature));
        if (signature.Parameters.Length > MostParameters)
        {
            throw new DeclarationException(0, 0, $"at most {MostParameters} parameters", $"{signature.Parameters.Length} parameters", "Pass a pointer to a struct instead.");
        }

        if (signature.IsVariadic)
        {
            throw new DeclarationException(0, 0, "a callback with a fixed number of parameters", "...", "Declare the parameters that native code passes.");
        }
    }

    // A value goes into registers as a whole or not at all.
    private CallbackPlaces PlaceOf(NativeType type)
    {
        ValueClasses classes = ValueClasses.Of(type);
        if (type.Size == 0)
        {
            return new CallbackPlaces(-1, -1);
        }

        if (classes.IsMemory || classes.IsX87
            || _integers + classes.Count(RegisterClass.Integer) > CallbackFrame.IntegerRegisters
            || _floats + classes.Count(RegisterClass.Sse) > CallbackFrame.FloatRegisters)
        {
            return PlaceOnStack(type);
        }

        return new CallbackPlaces(NextRegister(classes.Low), NextRegister(classes.High));
    }

    private int NextRegister(RegisterClass of) => of switch
    {
        RegisterClass.Integer => CallbackFrame.Integers + (_integers++ * CallbackFrame.Word),
        RegisterClass.Sse => CallbackFrame.Floats + (_floats++ * CallbackFrame.Word),
        _ => -1,
    };

    private CallbackPlaces PlaceOnStack(NativeType type)
    {
        int alignment = Math.Max(CallbackFrame.Word, type.Alignment);
        int start = CallbackFrame.Stack + ((_stack - CallbackFrame.Stack + alignment - 1) & -alignment);
        _stack = start + ((type.Size + CallbackFrame.Word - 1) & -CallbackFrame.Word);
        return new CallbackPlaces(start, -1);
    }
}
