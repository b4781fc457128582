// Safety: reads the frame's bound slots and the integer behind a pointer argument: inside a leased buffer this is
// bounds-checked first, and the call has the buffer to itself by then; behind a foreign pointer it is what the function
// would read itself, and in a guest it is a copy.
using System.Globalization;

namespace ActorFfi;

/// <summary>Counts the elements of declared extents from the arguments of a call.</summary>
/// <param name="plan">The function.</param>
/// <param name="parameter">The index of the parameter whose extents these are.</param>
/// <param name="leases">The memory that the arguments lend.</param>
/// <param name="frame">The frame with the arguments bound.</param>
/// <param name="guest">The guest whose memory pointers belong to; null in this process.</param>
internal readonly unsafe ref struct ExtentCount(CallPlan plan, int parameter, ReadOnlySpan<BufferLease> leases, nint frame, GuestProcess? guest)
{
    private const int MostBits = 63;

    // Stands for all that no buffer reaches, so that a factor of 0 to come still counts and nothing wraps. Twice the product of
    // two others stays far below.
    private static readonly Int128 _beyond = Int128.One << MostBits;

    private readonly CallPlan _plan = plan;
    private readonly int _parameter = parameter;
    private readonly ReadOnlySpan<BufferLease> _leases = leases;
    private readonly nint _frame = frame;
    private readonly GuestProcess? _guest = guest;

    /// <summary>The number; negative where the expression is, and 2 to the power of 63 where it is that or more.</summary>
    /// <exception cref="ArgumentException">An argument that it is computed from is negative, cannot be read, or divides by zero.</exception>
    public Int128 Of(ExtentExpression expression) => expression.Operation switch
    {
        ExtentOperation.Constant => expression.Constant,
        ExtentOperation.Parameter or ExtentOperation.Indirect => Int128.Min(ValueOf(expression), _beyond),
        _ => Apply(expression, Of(expression.Left!), Of(expression.Right!)),
    };

    private Int128 Apply(ExtentExpression expression, Int128 left, Int128 right)
    {
        if (expression.Operation == ExtentOperation.Multiply)
        {
            return left == 0 || right == 0 ? 0 : Limited(left, right, left * right);
        }

        if (right == 0 && expression.Operation is ExtentOperation.Divide or ExtentOperation.Remainder)
        {
            ThrowDivision(expression);
        }

        return Limited(left, right, expression.Operation switch
        {
            ExtentOperation.Divide => left / right,
            ExtentOperation.Remainder => left % right,
            ExtentOperation.Add => left + right,
            ExtentOperation.Subtract => left - right,
            ExtentOperation.ShiftLeft => left == 0 ? 0 : IsShift(right) ? left << (int)right : _beyond,
            _ => IsShift(right) ? left >> (int)right : 0,
        });
    }

    private static bool IsShift(Int128 bits) => bits >= 0 && bits < MostBits;

    // Where something was cut off, nothing is known of what is computed from it.
    private static Int128 Limited(Int128 left, Int128 right, Int128 value) =>
        left >= _beyond || right >= _beyond || value >= _beyond || value <= -_beyond ? _beyond : value;

    private void ThrowDivision(ExtentExpression expression)
    {
        CallPlan plan = _plan;
        string text = expression.ToText(index => plan.Parameters[index].Parameter.Name);
        ArgumentErrors.Throw(_plan, _plan.Parameters[_parameter], $"has a declared extent that divides by zero in '{text}'. Correct the arguments that it is computed from.");
    }

    private Int128 ValueOf(ExtentExpression value)
    {
        ref readonly ParameterPlan parameter = ref _plan.Parameters[value.ParameterIndex];
        nint slot = _frame + _plan.Layout.Argument(value.ParameterIndex);
        if (value.Operation == ExtentOperation.Parameter)
        {
            return Read(_plan, parameter, slot, parameter.Parameter.Type);
        }

        NativeType element = parameter.Parameter.Type.Element!;
        int lease = ExtentCheck.IndexOfLease(_leases, value.ParameterIndex);
        if (*(nint*)slot == 0 || (lease >= 0 && _leases[lease].Length < element.Size))
        {
            ArgumentErrors.Throw(_plan, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"must point to a '{element}' of {element.Size} bytes, which holds the extent of another argument. Pass a buffer of that size."));
        }

        if (lease < 0 && _guest is not null)
        {
            long copy = 0;
            _guest.Memory.Read(*(nint*)slot, new Span<byte>(&copy, element.Size));
            return Read(_plan, parameter, (nint)(&copy), element);
        }

        return Read(_plan, parameter, *(nint*)slot, element);
    }

    private static ulong Read(CallPlan plan, in ParameterPlan parameter, nint address, NativeType type)
    {
        void* at = (void*)address;
        long value = type.Kind switch
        {
            NativeTypeKind.U8 => *(byte*)at,
            NativeTypeKind.I8 => *(sbyte*)at,
            NativeTypeKind.U16 => *(ushort*)at,
            NativeTypeKind.I16 => *(short*)at,
            NativeTypeKind.U32 => *(uint*)at,
            NativeTypeKind.I32 => *(int*)at,
            _ => *(long*)at,
        };
        if (value < 0 && type.Kind != NativeTypeKind.U64)
        {
            ArgumentErrors.Throw(plan, parameter, string.Create(CultureInfo.InvariantCulture, $"is {value}, but is the extent of another argument and cannot be negative."));
        }

        return (ulong)value;
    }
}
