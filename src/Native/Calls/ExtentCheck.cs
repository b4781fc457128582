// Safety: reads the frame's bound slots and, for indirect factors, the integer behind a pointer argument: inside a
// leased buffer this is bounds-checked first, and the call has the buffer to itself by then; behind a foreign pointer
// it is what the function would read itself, and in a guest it is a copy. Searching a C string's end stays inside its lease.
using System.Globalization;

namespace ActorFfi;

/// <summary>Checks that memory arguments are as long as their declared extents say, before anything native runs.</summary>
internal static unsafe class ExtentCheck
{
    private const ulong BeyondAnyBuffer = 1UL << 63;

    public static void Run(CallPlan plan, ReadOnlySpan<BufferLease> leases, nint frame, GuestProcess? guest)
    {
        ReadOnlySpan<ParameterPlan> parameters = plan.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            ref readonly ParameterPlan parameter = ref parameters[i];
            if (parameter.Parameter.Extent is { } extent)
            {
                CheckExtent(plan, parameter, extent, leases, frame, i, guest);
            }
            else if (parameter.Kind == NativeTypeKind.CString)
            {
                CheckTerminated(plan, parameter, leases, i);
            }
        }
    }

    private static void CheckExtent(CallPlan plan, in ParameterPlan parameter, Extent extent, ReadOnlySpan<BufferLease> leases, nint frame, int index, GuestProcess? guest)
    {
        bool isNull = *(nint*)(frame + plan.Layout.Argument(index)) == 0;
        int lease = IndexOfLease(leases, index);
        if (lease < 0 && !isNull)
        {
            return; // A foreign pointer: how much lies behind it is native code's own knowledge.
        }

        ulong needed = (ulong)extent.ElementSize;
        foreach (ExtentFactor factor in extent.Factors)
        {
            // Cut off where no buffer reaches, so that a factor of 0 to come still counts and no product wraps.
            ulong carry = Math.BigMul(needed, ValueOf(plan, factor, leases, frame, guest), out needed);
            needed = carry == 0 ? Math.Min(needed, BeyondAnyBuffer) : BeyondAnyBuffer;
        }

        if (needed == BeyondAnyBuffer)
        {
            ArgumentErrors.Throw(plan, parameter, "has a declared extent of more bytes than any buffer holds. Correct the arguments that it is computed from.");
        }

        long length = lease < 0 ? 0 : leases[lease].Length;
        if (needed > (ulong)length)
        {
            ArgumentErrors.Throw(plan, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"must hold at least {needed:N0} bytes by its declared extent but {(isNull ? "is null" : $"holds {length:N0}")}. Pass a longer buffer or a smaller length."));
        }
    }

    private static ulong ValueOf(CallPlan plan, ExtentFactor factor, ReadOnlySpan<BufferLease> leases, nint frame, GuestProcess? guest)
    {
        if (factor.ParameterIndex < 0)
        {
            return (ulong)factor.Constant;
        }

        ref readonly ParameterPlan parameter = ref plan.Parameters[factor.ParameterIndex];
        nint slot = frame + plan.Layout.Argument(factor.ParameterIndex);
        if (!factor.Indirect)
        {
            return Read(plan, parameter, slot, parameter.Parameter.Type);
        }

        NativeType element = parameter.Parameter.Type.Element!;
        int lease = IndexOfLease(leases, factor.ParameterIndex);
        if (*(nint*)slot == 0 || (lease >= 0 && leases[lease].Length < element.Size))
        {
            ArgumentErrors.Throw(plan, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"must point to a '{element}' of {element.Size} bytes, which holds the extent of another argument. Pass a buffer of that size."));
        }

        if (lease < 0 && guest is not null)
        {
            long copy = 0;
            guest.Memory.Read(*(nint*)slot, new Span<byte>(&copy, element.Size));
            return Read(plan, parameter, (nint)(&copy), element);
        }

        return Read(plan, parameter, *(nint*)slot, element);
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

    private static void CheckTerminated(CallPlan plan, in ParameterPlan parameter, ReadOnlySpan<BufferLease> leases, int index)
    {
        int lease = IndexOfLease(leases, index);
        if (lease >= 0 && !HasNul(leases[lease]))
        {
            ArgumentErrors.Throw(plan, parameter, "is a C string but the buffer holds no NUL, so native code would read past its end. Add a NUL, or pass a string.");
        }
    }

    private static bool HasNul(in BufferLease lease)
    {
        for (long offset = 0; offset < lease.Length; offset += int.MaxValue)
        {
            int count = (int)Math.Min(int.MaxValue, lease.Length - offset);
            if (new ReadOnlySpan<byte>((byte*)lease.Address + offset, count).Contains((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOfLease(ReadOnlySpan<BufferLease> leases, int parameter)
    {
        for (int i = 0; i < leases.Length; i++)
        {
            if (leases[i].ParameterIndex == parameter)
            {
                return i;
            }
        }

        return -1;
    }
}
