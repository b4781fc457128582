using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Reads array bounds and enum values: constant expressions, and products that name parameters.</summary>
internal sealed class CExpressionParser(CTokenReader reader, CTypeParser types)
{
    private const int MostFactors = 16;

    /// <summary>Reads an expression whose value must be known now.</summary>
    public CConstant ParseConstant()
    {
        ImmutableArray<CFactor> factors = ParseProduct();
        foreach (CFactor factor in factors)
        {
            if (factor.Constant is null)
            {
                throw reader.Fail(factor.Place, "a constant", NameSuggestion.For(factor.Place.Text, types.Scope.ConstantNames));
            }
        }

        return factors[0].Constant!.Value;
    }

    /// <summary>Reads a constant, or a product of constants and names.</summary>
    public ImmutableArray<CFactor> ParseProduct()
    {
        ImmutableArray<CFactor> condition = ParseBinary(lowest: 1);
        CToken operation = reader.Current;
        if (!reader.Accept("?"))
        {
            return condition;
        }

        CConstant value = Constant(condition, operation);
        ImmutableArray<CFactor> whenTrue = reader.Nested(ParseProduct);
        reader.Expect(":");
        ImmutableArray<CFactor> whenFalse = reader.Nested(ParseProduct);
        return value.Value.IsZero ? whenFalse : whenTrue;
    }

    private ImmutableArray<CFactor> ParseBinary(int lowest)
    {
        ImmutableArray<CFactor> left = ParseUnary();
        while (PrecedenceOf(reader.Current) is int precedence && precedence >= lowest)
        {
            CToken operation = reader.Next();
            left = Combine(operation, left, ParseBinary(precedence + 1));
        }

        return left;
    }

    private static int? PrecedenceOf(CToken token) => token.Kind != CTokenKind.Punctuator ? null : token.Text switch
    {
        "||" => 1,
        "&&" => 2,
        "|" => 3,
        "^" => 4,
        "&" => 5,
        "==" or "!=" => 6,
        "<" or ">" or "<=" or ">=" => 7,
        "<<" or ">>" => 8,
        "+" or "-" => 9,
        "*" or "/" or "%" => 10,
        _ => null,
    };

    private ImmutableArray<CFactor> Combine(CToken operation, ImmutableArray<CFactor> left, ImmutableArray<CFactor> right)
    {
        if (left is [{ Constant: { } a }] && right is [{ Constant: { } b }])
        {
            return Known(left[0].Place, CConstant.Apply(operation.Text, a, b) ?? throw Overflow(operation));
        }

        if (!operation.Is("*"))
        {
            throw reader.Fail(operation, "'*' or ']'", "The number of elements is a product of parameters and constants.");
        }

        return left.Length + right.Length <= MostFactors
            ? left.AddRange(right)
            : throw reader.Fail(operation, $"at most {MostFactors} factors");
    }

    private ImmutableArray<CFactor> ParseUnary()
    {
        CToken operation = reader.Current;
        if (reader.Accept("*"))
        {
            return [new CFactor(ExpectName(), Constant: null, Indirect: true)];
        }

        if (reader.Accept("-") || reader.Accept("~") || reader.Accept("+") || reader.Accept("!"))
        {
            return Known(operation, ApplySign(operation, reader.Nested(ParseUnary)));
        }

        return ParsePrimary();
    }

    private CConstant ApplySign(CToken operation, ImmutableArray<CFactor> operand)
    {
        CConstant constant = Constant(operand, operand[0].Place);
        return operation.Text switch
        {
            "!" => CConstant.Of(constant.Value.IsZero),
            "-" => constant.Negated(),
            "~" => constant.Inverted(),
            _ => constant,
        } ?? throw Overflow(operation);
    }

    private ImmutableArray<CFactor> ParsePrimary()
    {
        CToken token = reader.Current;
        return token.Kind switch
        {
            CTokenKind.Number => Known(reader.Next(), CConstant.ParseNumber(token.Text, types.Scope.Model.LongSize)
                ?? throw reader.Fail(token, "an integer constant of at most 64 bits")),
            CTokenKind.Character => Known(reader.Next(), CConstant.ParseCharacter(token.Text)
                ?? throw reader.Fail(token, "one ASCII character or escape between quotes")),
            _ when token.Is("(") => reader.Nested(ParseParenthesised),
            _ when token.Is("sizeof") => reader.Nested(ParseSizeOf),
            _ => ParseName(),
        };
    }

    private CConstant Constant(ImmutableArray<CFactor> operand, CToken place) =>
        operand is [{ Constant: { } constant }] ? constant : throw reader.Fail(place, "a constant");

    // A cast to an integer wraps, as it does on every compiler.
    private ImmutableArray<CFactor> ParseCast(CToken place)
    {
        CType type = types.ParseTypeName();
        reader.Expect(")");
        CConstant value = Constant(reader.Nested(ParseUnary), place);
        return type is CScalar { Kind: >= NativeTypeKind.Bool and <= NativeTypeKind.I64 } scalar
            ? Known(place, value.As(scalar.Kind))
            : throw reader.FailFor(place, type.Spelling, "an integer type");
    }

    private ImmutableArray<CFactor> ParseParenthesised()
    {
        CToken place = reader.Expect("(");
        if (reader.Current.IsWord && (CKeywords.BeginsType(reader.Current.Text) || (types.Scope.FindType(reader.Current.Text) is not null && !types.IsParameter(reader.Current.Text))))
        {
            return ParseCast(place);
        }

        ImmutableArray<CFactor> inner = ParseProduct();
        reader.Expect(")");
        return inner;
    }

    private ImmutableArray<CFactor> ParseSizeOf()
    {
        CToken place = reader.Expect("sizeof");
        reader.Expect("(");
        CToken typePlace = reader.Current;
        CType type = types.ParseTypeName();
        reader.Expect(")");
        long size = CTypeSizes.SizeOf(type, types.Scope) ?? throw reader.FailFor(typePlace, type.Spelling, "a type with a size");
        return Known(place, CConstant.Narrowest(size, leastBits: types.Scope.Model.PointerSize * 8, signed: false)!.Value);
    }

    // A parameter that stands before hides a constant of the same name, as in C; one that stands behind does not.
    private ImmutableArray<CFactor> ParseName()
    {
        CToken name = ExpectName();
        CConstant? constant = types.IsParameter(name.Text) ? null : types.Scope.FindConstant(name.Text);
        return [new CFactor(name, constant)];
    }

    private CToken ExpectName() => reader.Current.IsWord && !CKeywords.IsReserved(reader.Current.Text)
        ? reader.Next()
        : throw reader.Fail("a constant or the name of a parameter");

    private static ImmutableArray<CFactor> Known(CToken place, CConstant value) => [new CFactor(place, value)];

    private DeclarationException Overflow(CToken operation) =>
        reader.Fail(operation, "a constant expression whose value exists", "It overflows, divides by zero or shifts too far.");
}
