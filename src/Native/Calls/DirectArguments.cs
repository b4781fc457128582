// Safety: a stub passes the first of as many arguments as the plan has parameters, so that each index of a parameter is one of an argument.
// The arguments keep the buffer alive, and its borrow its memory, until the stub gives it back.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>What a direct stub knows of the plan it serves, of arguments that are more than numbers: the types of structs, and what a buffer must hold.</summary>
internal sealed class DirectArguments
{
    private const int None = -1;

    private readonly NativeType[] _types;
    private readonly int _buffer = None; // The parameter that takes a buffer.
    private readonly int _count = None; // The one that says how many elements it holds.
    private readonly long _constant; // How many, where none does.
    private readonly int _elementSize;
    private readonly bool _isWritten;

    private DirectArguments(CallPlan plan)
    {
        ReadOnlySpan<ParameterPlan> parameters = plan.Parameters;
        _types = new NativeType[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            _types[i] = parameters[i].Parameter.Type;
            if (!_types[i].IsPointer)
            {
                continue;
            }

            _buffer = i;
            _isWritten = parameters[i].Parameter.IsWritable;
            if (parameters[i].Parameter.Extent is { } extent)
            {
                bool isConstant = extent.Count.Operation == ExtentOperation.Constant;
                _constant = isConstant ? (long)extent.Count.Constant : 0;
                _count = isConstant ? None : extent.Count.ParameterIndex;
                _elementSize = extent.ElementSize;
            }
        }
    }

    /// <summary>What a stub is to know of a plan; null where a stub cannot serve it: at most one parameter takes memory, as much as another one says, or a number.</summary>
    public static DirectArguments? Of(CallPlan plan)
    {
        int pointers = 0;
        foreach (ref readonly ParameterPlan parameter in plan.Parameters)
        {
            if (parameter.Parameter.Type.IsPointer && (++pointers > 1 || !IsSimple(plan, parameter)))
            {
                return null;
            }
        }

        return new DirectArguments(plan);
    }

    /// <summary>The address of a struct of the right type with memory of its own; 0 for everything else.</summary>
    public nint AddressOf(object? source, int parameter) =>
        source is NativeStruct value && _types[parameter].IsSameAs(value.Type) ? value.OwnAddress : 0;

    /// <summary>Borrows the buffer for the call, where it is one of this process that holds what the numbers say, which were checked before.</summary>
    /// <returns>The address; 0 with nothing borrowed where it is something else, or not to be had.</returns>
    public nint Borrow(ref readonly NativeArgument first)
    {
        ref readonly NativeArgument argument = ref Argument(in first, _buffer);
        if (argument.Source is not OwnedBuffer buffer)
        {
            return 0;
        }

        long count = _count == None ? _constant : Argument(in first, _count).Bits;
        ulong beyond = Math.BigMul((ulong)count, (ulong)_elementSize, out ulong needed);
        if (count < 0 || beyond != 0 || needed > (ulong)argument.Extra)
        {
            return 0;
        }

        nint address = buffer.Address + (nint)argument.Bits;
        return address != 0 && buffer.TryBeginNativeBorrow(_isWritten) ? address : 0;
    }

    /// <summary>Ends what <see cref="Borrow"/> began.</summary>
    public void GiveBack(ref readonly NativeArgument first) => ((OwnedBuffer)Argument(in first, _buffer).Source!).EndNativeBorrow(_isWritten);

    private static bool IsSimple(CallPlan plan, in ParameterPlan parameter) =>
        parameter.Kind == NativeTypeKind.Pointer
        && !plan.HasLoans
        && !plan.Shape.Signature.IsVariadic
        && (parameter.Parameter.Extent is not { } extent || extent.Count.Operation == ExtentOperation.Constant
            || (extent.Count.Operation == ExtentOperation.Parameter && plan.Parameters[extent.Count.ParameterIndex].Parameter.Type.IsInteger));

    private static ref readonly NativeArgument Argument(ref readonly NativeArgument first, int index) => ref Unsafe.Add(ref Unsafe.AsRef(in first), index);
}
