namespace ActorFfi;

/// <summary>Turns numbers into floats where that loses nothing but the precision that the caller's own type already implies.</summary>
internal static class NumberConversion
{
    // Every integer up to these magnitudes has an exact float or double.
    private const long ExactInSingle = 1L << 24;
    private const long ExactInDouble = 1L << 53;

    /// <summary>Doubles as they are, floats widened, integers where they are exact.</summary>
    public static bool TryToDouble(in NativeArgument argument, out long bits)
    {
        bits = argument.Bits;
        if (ReferenceEquals(argument.Source, ArgumentTag.Double))
        {
            return true;
        }

        if (ReferenceEquals(argument.Source, ArgumentTag.Single))
        {
            bits = BitConverter.DoubleToInt64Bits(BitConverter.Int32BitsToSingle((int)bits));
            return true;
        }

        bool isExact = IsIntegerWithin(argument, ExactInDouble);
        bits = BitConverter.DoubleToInt64Bits(bits);
        return isExact;
    }

    /// <summary>Floats as they are, doubles rounded unless they overflow, integers where they are exact.</summary>
    public static bool TryToSingle(in NativeArgument argument, out long bits)
    {
        bits = argument.Bits;
        if (ReferenceEquals(argument.Source, ArgumentTag.Single))
        {
            return true;
        }

        if (ReferenceEquals(argument.Source, ArgumentTag.Double))
        {
            double value = BitConverter.Int64BitsToDouble(bits);
            bits = BitConverter.SingleToInt32Bits((float)value);
            return float.IsFinite((float)value) || !double.IsFinite(value);
        }

        bool isExact = IsIntegerWithin(argument, ExactInSingle);
        bits = BitConverter.SingleToInt32Bits(bits);
        return isExact;
    }

    private static bool IsIntegerWithin(in NativeArgument argument, long limit) =>
        (ReferenceEquals(argument.Source, ArgumentTag.Signed) && argument.Bits >= -limit && argument.Bits <= limit)
        || (ReferenceEquals(argument.Source, ArgumentTag.Unsigned) && (ulong)argument.Bits <= (ulong)limit);
}
