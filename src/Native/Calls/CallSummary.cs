// Safety: the frame is that of bound arguments and has a slot for each parameter of its plan; only slots are read, never
// what they point to.
using System.Globalization;

namespace ActorFfi;

/// <summary>The bound arguments of a call in words: numbers and texts, and how long buffers are. Contents and addresses are left out.</summary>
internal static unsafe class CallSummary
{
    private const int LongestText = 32;

    /// <summary>Such as <c>level: 9, source: 64 bytes, name: "abc"</c>.</summary>
    public static string Of(CallArguments arguments)
    {
        CallPlan plan = arguments.Plan;
        List<string> parts = [];
        for (int i = 0; i < plan.Parameters.Length; i++)
        {
            NativeParameter parameter = plan.Parameters[i].Parameter;
            string value = Describe(arguments, parameter.Type, i);
            parts.Add($"{parameter.Name}: {value}");
        }

        return string.Join(", ", parts);
    }

    private static string Describe(CallArguments arguments, NativeType type, int index)
    {
        byte* slot = (byte*)arguments.Frame + arguments.Plan.Layout.Argument(index);
        return type.Kind switch
        {
            NativeTypeKind.Struct or NativeTypeKind.Union => $"a '{type}'",
            NativeTypeKind.F32 => (*(float*)slot).ToString(CultureInfo.InvariantCulture),
            NativeTypeKind.F64 => (*(double*)slot).ToString(CultureInfo.InvariantCulture),
            NativeTypeKind.LongDouble => LongDouble.Read(new ReadOnlySpan<byte>(slot, LongDouble.Bytes)).ToString(CultureInfo.InvariantCulture),
            NativeTypeKind.Bool => *slot != 0 ? "true" : "false",
            NativeTypeKind.U64 => (*(ulong*)slot).ToString(CultureInfo.InvariantCulture),
            _ when type.IsPointer => DescribePointer(arguments, *(nint*)slot, index),
            _ => (*(long*)slot).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string DescribePointer(CallArguments arguments, nint address, int index)
    {
        foreach (ref readonly BufferLease lease in arguments.Leases)
        {
            if (lease.ParameterIndex == index)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{lease.Length:N0} bytes");
            }
        }

        return address == 0 ? "null" : arguments.TextOf(index) is { } text ? Quote(text) : "a pointer";
    }

    private static string Quote(string text) => text.Length <= LongestText
        ? $"\"{text}\""
        : string.Create(CultureInfo.InvariantCulture, $"\"{text.AsSpan(0, LongestText)}…\" ({text.Length:N0} characters)");
}
