using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Where each argument of a signature travels on x86-64 with the System V convention.</summary>
/// <remarks>Source: System V psABI for x86-64, 3.2.3, "Passing" and "Returning of Values", and 3.5.7 for variadic functions.</remarks>
internal sealed class MachineCall
{
    private const int IntegerRegisters = 6;
    private const int VectorRegisters = 8;

    private readonly ImmutableArray<ArgumentMove>.Builder _moves = ImmutableArray.CreateBuilder<ArgumentMove>();
    private int _integers;
    private int _vectors;
    private int _stack;

    public MachineCall(NativeSignature signature, FrameLayout layout)
    {
        Result = ValueClasses.Of(signature.Result);
        ReturnsInMemory = signature.Result.IsRecord && Result.IsMemory;
        _integers = ReturnsInMemory ? 1 : 0;
        bool isPlain = !signature.IsVariadic && !Result.IsX87 && Result.Low != RegisterClass.None == (signature.Result.Size > 0);
        for (int i = 0; i < signature.Parameters.Length; i++)
        {
            NativeType type = signature.Parameters[i].Type;
            bool isInRegisters = Place(type, layout.Argument(i));
            isPlain &= isInRegisters || !(type.IsRecord || type.Kind == NativeTypeKind.LongDouble);
        }

        IsPlain = isPlain;
        Moves = _moves.DrainToImmutable();
    }

    /// <summary>The parts of all arguments.</summary>
    public ImmutableArray<ArgumentMove> Moves { get; }

    /// <summary>The classes of the result.</summary>
    public ValueClasses Result { get; }

    /// <summary>Whether the caller gives the address where the result goes, as a hidden first argument.</summary>
    public bool ReturnsInMemory { get; }

    /// <summary>Whether the runtime's own call does it when structs are taken apart into the registers that carry them.</summary>
    public bool IsPlain { get; }

    /// <summary>How many vector registers are used, which variadic functions want to know.</summary>
    public int Vectors => _vectors;

    /// <summary>The bytes of all arguments on the stack.</summary>
    public int StackSize => (_stack + 15) & ~15;

    // A value goes into registers as a whole or not at all.
    private bool Place(NativeType type, int from)
    {
        ValueClasses classes = ValueClasses.Of(type);
        int integers = classes.Count(RegisterClass.Integer);
        int vectors = classes.Count(RegisterClass.Sse);
        if (type.Size == 0)
        {
            return true;
        }

        if (classes.IsMemory || classes.IsX87 || _integers + integers > IntegerRegisters || _vectors + vectors > VectorRegisters)
        {
            PlaceOnStack(type, from);
            return false;
        }

        for (int half = 0; half < 2; half++)
        {
            if (classes[half] != RegisterClass.None)
            {
                int register = classes[half] == RegisterClass.Integer ? _integers++ : _vectors++;
                _moves.Add(new ArgumentMove(from + (half * 8), classes[half], register, 8));
            }
        }

        return true;
    }

    private void PlaceOnStack(NativeType type, int from)
    {
        int alignment = Math.Max(8, type.Alignment);
        _stack = (_stack + alignment - 1) & -alignment;
        int length = (type.Size + 7) & ~7;
        _moves.Add(new ArgumentMove(from, RegisterClass.Memory, _stack, length));
        _stack += length;
    }
}
