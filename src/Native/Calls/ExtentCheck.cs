// Safety: reads the frame's bound slots. Searching a C string's end stays inside its lease.
using System.Globalization;

namespace ActorFfi;

/// <summary>Checks that memory arguments are as long as their declared extents say, before anything native runs.</summary>
internal static unsafe class ExtentCheck
{
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

        ExtentCount counting = new(plan, index, leases, frame, guest);
        Int128 count = counting.Of(extent.Count);
        if (count < 0)
        {
            ArgumentErrors.Throw(plan, parameter, string.Create(CultureInfo.InvariantCulture, $"has a declared extent of {count:N0} elements. Correct the arguments that it is computed from."));
        }

        Int128 needed = count * extent.ElementSize;
        if (needed > long.MaxValue)
        {
            ArgumentErrors.Throw(plan, parameter, "has a declared extent of more bytes than any buffer holds. Correct the arguments that it is computed from.");
        }

        long length = lease < 0 ? 0 : leases[lease].Length;
        if (needed > length)
        {
            ArgumentErrors.Throw(plan, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"must hold at least {needed:N0} bytes by its declared extent but {(isNull ? "is null" : $"holds {length:N0}")}. Pass a longer buffer or a smaller length."));
        }
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

    /// <summary>Which lease belongs to a parameter; -1 for none.</summary>
    public static int IndexOfLease(ReadOnlySpan<BufferLease> leases, int parameter)
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
