using System.Globalization;
using System.Numerics;

namespace ActorFfi;

/// <summary>An integer constant with the C type that decides how it overflows.</summary>
/// <param name="Value">The value.</param>
/// <param name="Bits">The width of its type: 32 or 64.</param>
/// <param name="IsUnsigned">Whether its type is unsigned, so that it wraps.</param>
internal readonly record struct CConstant(BigInteger Value, int Bits, bool IsUnsigned)
{
    /// <summary>The constant of the narrowest type, from int on, that holds <paramref name="value"/>; null where 64 bits do not.</summary>
    public static CConstant? Narrowest(BigInteger value, int leastBits = 32, bool signed = true, bool unsigned = true)
    {
        foreach (int bits in (int[])[32, 64])
        {
            CConstant asSigned = new(value, bits, IsUnsigned: false);
            CConstant asUnsigned = new(value, bits, IsUnsigned: true);
            CConstant? fit = signed && asSigned.Fits ? asSigned : unsigned && asUnsigned.Fits ? asUnsigned : null;
            if (bits >= leastBits && fit is not null)
            {
                return fit;
            }
        }

        return null;
    }

    /// <summary>Reads decimal, hexadecimal, octal and binary constants with suffixes; null where the text is none or exceeds 64 bits.</summary>
    public static CConstant? ParseNumber(string text, int longSize)
    {
        string digits = text.TrimEnd('u', 'U', 'l', 'L');
        string suffix = text[digits.Length..].ToLowerInvariant();
        if (suffix is not ("" or "u" or "l" or "ul" or "lu" or "ll" or "ull" or "llu"))
        {
            return null;
        }

        int @base = BaseOf(digits);
        BigInteger? value = @base == 10 ? ParseDigits(digits, 10) : ParseDigits(digits[(@base == 8 ? 1 : 2)..], @base);
        int leastBits = suffix.Contains("ll") ? 64 : suffix.Contains('l') ? longSize * 8 : 32;

        // A decimal constant without u never becomes unsigned; one that only fits an unsigned type is taken for that all the same.
        return value is null ? null
            : suffix.Contains('u') ? Narrowest(value.Value, leastBits, signed: false)
            : Narrowest(value.Value, leastBits, unsigned: @base != 10) ?? Narrowest(value.Value, leastBits);
    }

    /// <summary>Reads a character constant of one ASCII character or escape; null where the text is none.</summary>
    public static CConstant? ParseCharacter(string text) => text[1..^1] switch
    {
        [var c] when c is not '\\' && char.IsAscii(c) => Int(c),
        ['\\', >= '0' and <= '7', ..] octal when octal.Length <= 4 && octal[1..].All(c => c is >= '0' and <= '7') && Convert.ToInt32(octal[1..], 8) < 128 => Int(Convert.ToInt32(octal[1..], 8)),
        "\\a" => Int('\a'),
        "\\b" => Int('\b'),
        "\\f" => Int('\f'),
        "\\v" => Int('\v'),
        "\\?" => Int('?'),
        "\\n" => Int('\n'),
        "\\r" => Int('\r'),
        "\\t" => Int('\t'),
        "\\\\" => Int('\\'),
        "\\'" => Int('\''),
        "\\\"" => Int('"'),
        ['\\', 'x', >= '0' and <= '7' and var high, var low] when char.IsAsciiHexDigit(low) =>
            Int(int.Parse([high, low], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>The value of an operator; null where it overflows, divides by zero or shifts too far.</summary>
    public static CConstant? Apply(string operation, CConstant left, CConstant right)
    {
        bool isShift = operation is "<<" or ">>";
        int bits = isShift ? left.Bits : Math.Max(left.Bits, right.Bits);
        bool isUnsigned = isShift ? left.IsUnsigned : (left.IsUnsigned && left.Bits == bits) || (right.IsUnsigned && right.Bits == bits);
        BigInteger a = Wrap(left.Value, bits, isUnsigned);
        BigInteger b = isShift ? right.Value : Wrap(right.Value, bits, isUnsigned);
        if ((operation is "/" or "%" && b.IsZero) || (isShift && (b < 0 || b >= bits)))
        {
            return null;
        }

        BigInteger value = operation switch
        {
            "*" => a * b,
            "/" => BigInteger.Divide(a, b),
            "%" => BigInteger.Remainder(a, b),
            "+" => a + b,
            "-" => a - b,
            "<<" => Wrap(a << (int)b, bits, isUnsigned),
            ">>" => a >> (int)b,
            "&" => a & b,
            "^" => a ^ b,
            "|" => a | b,
            "==" => a == b ? 1 : 0,
            "!=" => a != b ? 1 : 0,
            "<" => a < b ? 1 : 0,
            ">" => a > b ? 1 : 0,
            "<=" => a <= b ? 1 : 0,
            ">=" => a >= b ? 1 : 0,
            "&&" => !a.IsZero && !b.IsZero ? 1 : 0,
            "||" => !a.IsZero || !b.IsZero ? 1 : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This is no operator of constants."),
        };
        return operation is "==" or "!=" or "<" or ">" or "<=" or ">=" or "&&" or "||" ? Int((int)value) : Of(value, bits, isUnsigned);
    }

    /// <summary>C's truth.</summary>
    public static CConstant Of(bool value) => Int(value ? 1 : 0);

    /// <summary>The constant as an integer of a kind; narrow ones are promoted to int.</summary>
    public CConstant As(NativeTypeKind kind)
    {
        if (kind == NativeTypeKind.Bool)
        {
            return Of(!Value.IsZero);
        }

        int bits = NativeKinds.SizeOf(kind) * 8;
        bool isUnsigned = kind is NativeTypeKind.U8 or NativeTypeKind.U16 or NativeTypeKind.U32 or NativeTypeKind.U64;
        BigInteger wrapped = Wrap(Value, bits, isUnsigned);
        return bits < 32 ? Int((int)wrapped) : new CConstant(wrapped, bits, isUnsigned);
    }

    public CConstant? Negated() => Of(-Value, Bits, IsUnsigned);

    public CConstant? Inverted() => Of(-Value - 1, Bits, IsUnsigned);

    private bool Fits => Wrap(Value, Bits, IsUnsigned) == Value;

    private static CConstant Int(int value) => new(value, 32, IsUnsigned: false);

    private static CConstant? Of(BigInteger value, int bits, bool isUnsigned)
    {
        CConstant result = new(isUnsigned ? Wrap(value, bits, isUnsigned) : value, bits, isUnsigned);
        return result.Fits ? result : null;
    }

    private static BigInteger Wrap(BigInteger value, int bits, bool isUnsigned)
    {
        BigInteger wrapped = value & ((BigInteger.One << bits) - 1);
        return !isUnsigned && wrapped >> (bits - 1) == 1 ? wrapped - (BigInteger.One << bits) : wrapped;
    }

    private static int BaseOf(string digits) => digits switch
    {
        ['0', 'x' or 'X', ..] => 16,
        ['0', 'b' or 'B', ..] => 2,
        ['0', _, ..] => 8,
        _ => 10,
    };

    private static BigInteger? ParseDigits(string digits, int @base)
    {
        BigInteger value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : @base;
            value = (value * @base) + digit;
            if (digit >= @base || value > ulong.MaxValue)
            {
                return null;
            }
        }

        return digits.Length > 0 ? value : null;
    }
}
