using System.Buffers;
using System.Globalization;

namespace ActorFfi;

/// <summary>Describes arguments for messages and logs, without addresses and without the contents of memory.</summary>
internal static class ArgumentDescription
{
    public static string Of(in NativeArgument argument) => argument.Source switch
    {
        null => "an argument that was never set",
        ArgumentTag tag => OfNumber(tag, argument.Bits),
        string text => $"a string of {Count(text.Length, "character")}",
        string?[] texts => $"an array of {Count(texts.Length, "string")}",
        OwnedBuffer => $"a buffer of {Count(argument.Extra, "byte")}",
        byte[] or MemoryManager<byte> => $"managed memory of {Count(LengthOf(argument), "byte")}",
        LibraryGeneration generation => $"a pointer of library '{generation.Library}'",
        ForeignFunction function => $"a function of library '{function.Library}'",
        StoredCallback callback => $"callback '{callback.Name}'",
        Delegate => "a callback for this call",
        NativeStruct value => $"a '{value.Type}'",
        object other => other.GetType().Name,
    };

    /// <summary>The number of bytes behind a buffer or managed memory.</summary>
    public static long LengthOf(in NativeArgument argument) => argument.Extra < 0 ? ~argument.Extra : argument.Extra;

    private static string OfNumber(ArgumentTag tag, long bits)
    {
        FormattableString text = tag switch
        {
            _ when tag == ArgumentTag.Null => $"null",
            _ when tag == ArgumentTag.Signed => $"{bits}",
            _ when tag == ArgumentTag.Unsigned => $"{(ulong)bits}",
            _ when tag == ArgumentTag.Single => $"{BitConverter.Int32BitsToSingle((int)bits)} (a float)",
            _ when tag == ArgumentTag.Double => $"{BitConverter.Int64BitsToDouble(bits)} (a double)",
            _ when tag == ArgumentTag.LongDouble => $"{BitConverter.Int64BitsToDouble(bits)} (a long double)",
            _ => $"{(bits != 0 ? "true" : "false")}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
