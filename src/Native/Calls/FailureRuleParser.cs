using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorFfi;

/// <summary>Reads a <see cref="FailureRule"/> and holds it against the declared result.</summary>
internal static partial class FailureRuleParser
{
    /// <summary>Parses a rule for results of a type; the message of the <see cref="FormatException"/> says what is allowed.</summary>
    /// <param name="text">The rule as written in a declaration.</param>
    /// <param name="result">The declared result of the function; a freed string counts as a C string.</param>
    public static FailureRule Parse(string text, NativeType result)
    {
        Match match = Pattern().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is not a failure rule. Write 'result <op> constant' with ==, !=, <, <=, > or >=, or 'result == null', optionally followed by '&& errno != 0'.");
        }

        FailureComparison comparison = ComparisonOf(match.Groups["op"].Value);
        string constant = match.Groups["constant"].Value;
        bool needsErrno = match.Groups["errno"].Success;
        if (constant is "null" or "NULL")
        {
            return result.IsPointer && comparison is FailureComparison.Equal or FailureComparison.NotEqual
                ? new FailureRule(text, comparison, null, null, needsErrno)
                : throw new FormatException($"'{text}' compares with null, which needs == or != and a pointer or string result, but the result is '{result}'.");
        }

        return OfNumber(text, result, comparison, constant, needsErrno);
    }

    private static FailureRule OfNumber(string text, NativeType result, FailureComparison comparison, string constant, bool needsErrno)
    {
        if (result.IsPointer || result.Kind == NativeTypeKind.Void)
        {
            throw new FormatException($"'{text}' compares with a number, but the result is '{result}'. Pointers are compared with null.");
        }

        if (IntegerOf(constant) is { } integer)
        {
            RefuseUnreachable(text, result, integer);
            return new FailureRule(text, comparison, integer, null, needsErrno);
        }

        return result.Kind is NativeTypeKind.F32 or NativeTypeKind.F64
            && double.TryParse(constant, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            && double.IsFinite(real)
            ? new FailureRule(text, comparison, null, real, needsErrno)
            : throw new FormatException($"'{text}' compares with '{constant}', which is not a constant of the result's type '{result}'.");
    }

    // C would convert the constant: 'result == -1' of an unsigned function holds there, and would never hold here.
    private static void RefuseUnreachable(string text, NativeType result, Int128 constant)
    {
        (Int128 minimum, Int128 maximum) = RangeOf(result);
        if (constant < minimum || constant > maximum)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{text}' compares with {constant}, but a result of type '{result}' lies between {minimum} and {maximum}. Write the value that the function returns."));
        }
    }

    private static (Int128 Minimum, Int128 Maximum) RangeOf(NativeType type)
    {
        Int128 values = Int128.One << (type.Size * 8);
        return type.Kind switch
        {
            NativeTypeKind.Bool => (0, 1),
            NativeTypeKind.F32 or NativeTypeKind.F64 => (Int128.MinValue, Int128.MaxValue),
            NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64 => (-(values / 2), (values / 2) - 1),
            _ => (0, values - 1),
        };
    }

    private static Int128? IntegerOf(string constant)
    {
        bool isNegative = constant.StartsWith('-');
        string digits = isNegative ? constant[1..] : constant;
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return Int128.TryParse(isHex ? string.Concat("0", digits.AsSpan(2)) : digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out Int128 value)
            ? isNegative ? -value : value
            : null;
    }

    private static FailureComparison ComparisonOf(string text) => text switch
    {
        "==" => FailureComparison.Equal,
        "!=" => FailureComparison.NotEqual,
        "<" => FailureComparison.Less,
        "<=" => FailureComparison.LessOrEqual,
        ">" => FailureComparison.Greater,
        _ => FailureComparison.GreaterOrEqual,
    };

    [GeneratedRegex(@"^\s*result\s*(?<op>==|!=|<=|>=|<|>)\s*(?<constant>null|NULL|-?0[xX][0-9a-fA-F]{1,16}|-?[0-9]{1,20}|-?[0-9.]+([eE][-+]?[0-9]+)?)\s*(?<errno>&&\s*errno\s*!=\s*0)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
