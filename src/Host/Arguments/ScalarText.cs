using System.Globalization;

namespace ActorFfi;

/// <summary>Reads numbers and bools: exactly, or not at all.</summary>
internal static class ScalarText
{
    private const int LongestShown = 40;

    /// <summary>Reads <c>-7</c>, <c>0xff</c>, <c>1e-3</c>, <c>NaN</c>, <c>-Infinity</c>, <c>true</c>, as the kind says.</summary>
    /// <param name="kind">The kind of the value.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value, where the result is null.</param>
    /// <returns>Null, or what is wrong: the rest of a sentence that begins with the name of the argument.</returns>
    public static string? Read(NativeTypeKind kind, string text, out ScalarValue value)
    {
        if (kind == NativeTypeKind.Bool)
        {
            return ReadBool(text, out value);
        }

        return ScalarKinds.IsInteger(kind) ? ReadInteger(kind, text, out value) : ReadFloat(kind, text, out value);
    }

    /// <summary>The text as messages show it.</summary>
    public static string Shown(string text) => text.Length <= LongestShown ? $"'{text}'" : $"'{text[..LongestShown]}…'";

    private static string? ReadBool(string text, out ScalarValue value)
    {
        value = new ScalarValue(NativeTypeKind.Bool, text == "true" ? 1 : 0);
        return text is "true" or "false" ? null : $"must be true or false but is {Shown(text)}.";
    }

    private static string? ReadInteger(NativeTypeKind kind, string text, out ScalarValue value)
    {
        value = default;
        ReadOnlySpan<char> digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        digits = isHex ? digits[2..] : digits;
        if (digits.IsEmpty || digits.ContainsAnyExcept(isHex ? "0123456789abcdefABCDEF" : "0123456789"))
        {
            return $"must be a whole number but is {Shown(text)}.";
        }

        (Int128 minimum, Int128 maximum) = ScalarKinds.RangeOf(kind);
        if (!TryReadDigits(digits, isHex, out Int128 number) || (number = text[0] == '-' ? -number : number) < minimum || number > maximum)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must be between {minimum} and {maximum} but is {Shown(text)}.");
        }

        value = new ScalarValue(kind, unchecked((long)number));
        return null;
    }

    // Digits beyond 64 bits are out of every range, so they are not read at all.
    private static bool TryReadDigits(ReadOnlySpan<char> digits, bool isHex, out Int128 number)
    {
        digits = digits.TrimStart('0');
        number = 0;
        return digits.IsEmpty || (digits.Length <= 20
            && Int128.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number >= 0);
    }

    private static string? ReadFloat(NativeTypeKind kind, string text, out ScalarValue value)
    {
        value = default;
        string spelling = text is "inf" or "-inf" ? text.Replace("inf", "Infinity", StringComparison.Ordinal) : text;
        if (!double.TryParse(spelling, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number))
        {
            return $"must be a number, NaN, Infinity or -Infinity but is {Shown(text)}.";
        }

        bool isFinite = spelling.AsSpan().IndexOfAny("nN") < 0;
        float single = (float)number;
        if (isFinite && !(kind == NativeTypeKind.F32 ? float.IsFinite(single) : double.IsFinite(number)))
        {
            return $"is {Shown(text)}, which is beyond the range of {ScalarKinds.NameOf(kind)}.";
        }

        // Read as a float, not rounded twice.
        value = new ScalarValue(kind, kind == NativeTypeKind.F32
            ? BitConverter.SingleToInt32Bits(isFinite ? float.Parse(spelling, CultureInfo.InvariantCulture) : single)
            : BitConverter.DoubleToInt64Bits(number));
        return null;
    }
}
