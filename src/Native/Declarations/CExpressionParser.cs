namespace ActorFfi;

/// <summary>Reads array bounds and enum values: constant expressions, and expressions that name parameters.</summary>
internal sealed class CExpressionParser(CTokenReader reader, CTypeParser types)
{
    private const int MostOperands = 16;

    /// <summary>Reads an expression whose value must be known now.</summary>
    public CConstant ParseConstant()
    {
        CExpression expression = ParseExpression();
        return expression.Constant ?? throw NotConstant(expression);
    }

    /// <summary>Reads a constant, or an expression of constants and names.</summary>
    public CExpression ParseExpression()
    {
        CExpression condition = ParseBinary(lowest: 1);
        CToken operation = reader.Current;
        if (!reader.Accept("?"))
        {
            return condition;
        }

        CConstant value = Constant(condition, operation);
        CExpression whenTrue = reader.Nested(ParseExpression);
        reader.Expect(":");
        CExpression whenFalse = reader.Nested(ParseExpression);
        return value.Value.IsZero ? whenFalse : whenTrue;
    }

    private CExpression ParseBinary(int lowest)
    {
        CExpression left = ParseUnary();
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

    private CExpression Combine(CToken operation, CExpression left, CExpression right)
    {
        if (left.Constant is { } a && right.Constant is { } b)
        {
            return new CExpression(left.Place, CConstant.Apply(operation.Text, a, b) ?? throw Overflow(operation));
        }

        if (PrecedenceOf(operation) < 8)
        {
            throw reader.Fail(operation, "an arithmetic operator or ']'", "The number of elements is computed from parameters and constants by '+', '-', '*', '/', '%', '<<' and '>>'.");
        }

        CExpression whole = CExpression.Apply(operation, left, right);
        return whole.Operands <= MostOperands ? whole : throw reader.Fail(operation, $"at most {MostOperands} parameters and constants");
    }

    private CExpression ParseUnary()
    {
        CToken operation = reader.Current;
        if (reader.Accept("*"))
        {
            return new CExpression(ExpectName(), Constant: null) { Indirect = true };
        }

        if (reader.Accept("-") || reader.Accept("~") || reader.Accept("+") || reader.Accept("!"))
        {
            return new CExpression(operation, ApplySign(operation, reader.Nested(ParseUnary)));
        }

        return ParsePrimary();
    }

    private CConstant ApplySign(CToken operation, CExpression operand)
    {
        CConstant constant = Constant(operand, operand.Place);
        return operation.Text switch
        {
            "!" => CConstant.Of(constant.Value.IsZero),
            "-" => constant.Negated(),
            "~" => constant.Inverted(),
            _ => constant,
        } ?? throw Overflow(operation);
    }

    private CExpression ParsePrimary()
    {
        CToken token = reader.Current;
        return token.Kind switch
        {
            CTokenKind.Number => new CExpression(reader.Next(), CConstant.ParseNumber(token.Text, types.Scope.Model.LongSize)
                ?? throw reader.Fail(token, "an integer constant of at most 64 bits")),
            CTokenKind.Character => new CExpression(reader.Next(), CConstant.ParseCharacter(token.Text)
                ?? throw reader.Fail(token, "one ASCII character or escape between quotes")),
            _ when token.Is("(") => reader.Nested(ParseParenthesised),
            _ when CKeywords.IsSizeOf(token.Text) || CKeywords.IsAlignOf(token.Text) => reader.Nested(ParseSizeOf),
            _ => ParseName(),
        };
    }

    private CConstant Constant(CExpression operand, CToken place) => operand.Constant ?? throw reader.Fail(place, "a constant");

    // A cast to an integer wraps, as it does on every compiler; what is not known yet keeps its value in 64 bits only.
    private CExpression ParseCast(CToken place)
    {
        CType type = types.ParseTypeName();
        reader.Expect(")");
        CExpression operand = reader.Nested(ParseUnary);
        if (type is not CScalar { Kind: >= NativeTypeKind.Bool and <= NativeTypeKind.I64 } scalar)
        {
            throw reader.FailFor(place, type.Spelling, "an integer type");
        }

        return operand.Constant is null && NativeKinds.SizeOf(scalar.Kind) == sizeof(long)
            ? operand
            : new CExpression(place, Constant(operand, place).As(scalar.Kind));
    }

    private CExpression ParseParenthesised()
    {
        CToken place = reader.Expect("(");
        if (reader.Current.IsWord && (CKeywords.BeginsType(reader.Current.Text) || (types.Scope.FindType(reader.Current.Text) is not null && !types.IsParameter(reader.Current.Text))))
        {
            return ParseCast(place);
        }

        CExpression inner = ParseExpression();
        reader.Expect(")");
        return inner;
    }

    private CExpression ParseSizeOf()
    {
        CToken place = reader.Next();
        reader.Expect("(");
        CToken typePlace = reader.Current;
        CType type = types.ParseTypeName();
        reader.Expect(")");
        long? size = CTypeSizes.SizeOf(type, types.Scope);
        long value = (CKeywords.IsAlignOf(place.Text) && size is not null ? CTypeSizes.AlignOf(type, types.Scope) : size)
            ?? throw reader.FailFor(typePlace, type.Spelling, "a type with a size");
        return new CExpression(place, CConstant.Narrowest(value, leastBits: types.Scope.Model.PointerSize * 8, signed: false)!.Value);
    }

    // A parameter that stands before hides a constant of the same name, as in C; one that stands behind does not.
    private CExpression ParseName()
    {
        CToken name = ExpectName();
        CConstant? constant = types.IsParameter(name.Text) ? null : types.Scope.FindConstant(name.Text);
        return new CExpression(name, constant);
    }

    private CToken ExpectName() => reader.Current.IsWord && !CKeywords.IsReserved(reader.Current.Text)
        ? reader.Next()
        : throw reader.Fail("a constant or the name of a parameter");

    private DeclarationException NotConstant(CExpression expression)
    {
        CToken open = expression.Leaves().First(leaf => leaf.Constant is null).Place;
        return reader.Fail(open, "a constant", NameSuggestion.For(open.Text, types.Scope.ConstantNames));
    }

    private DeclarationException Overflow(CToken operation) =>
        reader.Fail(operation, "a constant expression whose value exists", "It overflows, divides by zero or shifts too far.");
}
