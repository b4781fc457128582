using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Reads C types: the declarators that build pointers, arrays and functions around what specifiers name.</summary>
/// <remarks>Grammar: C11, 6.7. What is not supported yet is refused where it stands.</remarks>
internal sealed class CTypeParser
{
    // Far beyond any real type, far below what would exhaust the stack.
    private const int DeepestType = 32;

    private static readonly CScalar _void = new(NativeTypeKind.Void, "void");

    private readonly CTokenReader _reader;
    private readonly CExpressionParser _expressions;
    private readonly CSpecifierParser _specifiers;
    private readonly CAttributeParser _attributes;

    // What stands around the declaration that is being read, and nobody has taken yet.
    private CAttributes _collected = CAttributes.None;

    // The parameters read so far, of the innermost list, and how many lists are open.
    private ImmutableHashSet<string> _parameters = [];
    private int _functions;

    // Whether the names that come are those of members.
    private bool _inRecord;

    public CTypeParser(CTokenReader reader, TypeScope scope, bool mayDefine = false)
    {
        _reader = reader;
        Scope = scope;
        _expressions = new CExpressionParser(reader, this);
        _attributes = new CAttributeParser(reader, this, _expressions);
        _specifiers = new CSpecifierParser(
            reader,
            this,
            new CEnumParser(reader, this, _expressions, mayDefine),
            new CRecordParser(reader, this, _attributes, _expressions, mayDefine));
    }

    /// <summary>The types known so far; grows while type declarations are read.</summary>
    public TypeScope Scope { get; set; }

    /// <summary>Whether a parameter of this name stands before the current place.</summary>
    public bool IsParameter(string name) => _parameters.Contains(name);

    /// <summary>Whether the members of a struct or union are read, whose attributes count.</summary>
    public bool IsInRecord { get; set; }

    /// <summary>Reads attributes and words that stand around what is declared; often none.</summary>
    public void CollectAttributes() => _collected = _collected.And(_attributes.Parse(IsInRecord));

    /// <summary>What was collected since this was asked last.</summary>
    public CAttributes TakeAttributes() => Exchange(CAttributes.None);

    /// <summary>Gives back what <see cref="TakeAttributes"/> took from a declaration around.</summary>
    public void RestoreAttributes(CAttributes outer) => Exchange(outer);

    /// <summary>As <see cref="TakeAttributes"/>, where no attribute can make it another type.</summary>
    /// <exception cref="DeclarationException">One would.</exception>
    public CAttributes TakeHarmlessAttributes()
    {
        CAttributes taken = TakeAttributes();
        return taken.TypeChange.Kind == CTokenKind.End ? taken : throw _attributes.Refused(taken.TypeChange);
    }

    /// <summary>Skips a pair of brackets and all between.</summary>
    public void SkipBrackets(string open = "(", string close = ")") => _attributes.SkipBrackets(open, close);

    /// <summary>Reads the condition of a preprocessor line.</summary>
    public CConstant ParseCondition() => _expressions.ParseConstant();

    /// <summary>Reads a text that is a bound and nothing else, as shapes have it.</summary>
    /// <param name="parameters">The parameters that the bound may name.</param>
    public CExpression ParseWholeBound(IEnumerable<string> parameters)
    {
        _parameters = [.. parameters];
        CExpression bound = ParseBound();
        _reader.ExpectEnd();
        return bound;
    }

    /// <summary>Reads a type without a name: <c>const unsigned char *</c>.</summary>
    public CType ParseTypeName()
    {
        CDeclarator declarator = ParseDeclarator(ParseSpecifiers());
        return declarator.IsAbstract ? declarator.Type : throw _reader.Fail(declarator.Name, "a type without a name");
    }

    /// <summary>Reads the part of a declaration that all its declarators share: <c>const unsigned long</c>.</summary>
    public CType ParseSpecifiers() => _specifiers.Parse();

    /// <summary>Throws where <paramref name="token"/> begins what C knows and declarations do not yet.</summary>
    public void RefuseUnsupported(CToken token) => _specifiers.RefuseUnsupported(token);

    /// <summary>Reads a declarator, with or without a name, around <paramref name="type"/>.</summary>
    public CDeclarator ParseDeclarator(CType type)
    {
        List<Func<CType, CType>> derivations = [];
        CToken name = CollectDerivations(derivations);
        foreach (Func<CType, CType> derive in derivations)
        {
            type = derive(type);
            if (type.Depth > DeepestType)
            {
                throw _reader.Fail($"a type of at most {DeepestType} pointers and arrays");
            }
        }

        return new CDeclarator(name, type);
    }

    /// <summary>As <see cref="ParseDeclarator"/>, for a member of a struct or union.</summary>
    public CDeclarator ParseMemberDeclarator(CType type)
    {
        bool outer = _inRecord;
        _inRecord = true;
        CDeclarator declarator = ParseDeclarator(type);
        _inRecord = outer;
        return declarator;
    }

    // The derivations come out in the order in which they apply to the specifiers' type: pointers, then the brackets behind
    // from right to left, then whatever the parentheses hold.
    private CToken CollectDerivations(List<Func<CType, CType>> derivations)
    {
        CollectAttributes();
        while (_reader.Accept("*"))
        {
            bool isConst = SkipQualifiers();
            derivations.Add(target => new CPointer(target) { IsConst = isConst });
        }

        List<Func<CType, CType>> inner = [];
        CToken name = default;
        if (_reader.Current.IsWord)
        {
            name = ExpectName();
        }
        else if (_reader.Current.Is("(") && OpensDeclarator(_reader.Following))
        {
            name = _reader.Nested(() => ParseParenthesised(inner));
        }

        List<Func<CType, CType>> suffixes = CollectSuffixes();
        suffixes.Reverse();
        derivations.AddRange(suffixes);
        derivations.AddRange(inner);
        return name;
    }

    // In "int (f)" the parentheses group, in "int (int)" they hold parameters.
    private bool OpensDeclarator(CToken token) =>
        token.Is("*") || token.Is("(") || token.Is("[") || CDecorations.Begins(token)
        || (token.IsWord && !CKeywords.IsReserved(token.Text) && Scope.FindType(token.Text) is null);

    private CToken ParseParenthesised(List<Func<CType, CType>> inner)
    {
        _reader.Expect("(");
        CToken name = CollectDerivations(inner);
        _reader.Expect(")");
        return name;
    }

    private List<Func<CType, CType>> CollectSuffixes()
    {
        List<Func<CType, CType>> suffixes = [];
        while ((_reader.Current.Is("[") && !_reader.Following.Is("[")) || _reader.Current.Is("("))
        {
            CToken place = _reader.Current;
            if (place.Is("["))
            {
                CExpression? bound = ParseArrayBound();
                suffixes.Add(element => ArrayOf(element, bound, place));
            }
            else
            {
                CFunction open = _reader.Nested(() => ParseParameters(place));
                suffixes.Add(result => FunctionOf(result, open));
            }
        }

        return suffixes;
    }

    private CExpression? ParseArrayBound()
    {
        _reader.Expect("[");
        bool isStatic = _reader.Accept("static");
        SkipQualifiers();
        isStatic |= _reader.Accept("static");
        bool isOpen = !isStatic && (_reader.Current.Is("]") || (_reader.Current.Is("*") && _reader.Following.Is("]") && _reader.Accept("*")));
        CExpression? bound = isOpen ? null : ParseBound();
        _reader.Expect("]");
        return bound;
    }

    private CExpression ParseBound()
    {
        CExpression bound = _expressions.ParseExpression();
        int least = _inRecord ? 0 : 1; // Members may be arrays of nothing, as gcc has them.
        foreach (CExpression leaf in bound.Leaves())
        {
            if (leaf.Constant is { } constant && (constant.Value < least || constant.Value > long.MaxValue))
            {
                throw _reader.FailFor(leaf.Place, constant.Value.ToString(), $"a number of elements from {least} to 9223372036854775807");
            }
        }

        return bound;
    }

    // The result is not known yet; void stands for it.
    private CFunction ParseParameters(CToken place)
    {
        bool isVariadic = false;
        ImmutableHashSet<string> outer = _parameters;
        _parameters = [];
        bool outerRecord = IsInRecord;
        CAttributes outerAttributes = TakeAttributes();
        IsInRecord = false;
        _functions++;
        _reader.Expect("(");
        ImmutableArray<CParameter>.Builder parameters = ImmutableArray.CreateBuilder<CParameter>();
        bool isEmpty = _reader.Current.Is(")") || (_reader.Current.Is("void") && _reader.Following.Is(")") && _reader.Accept("void"));
        while (!isEmpty)
        {
            isVariadic = parameters.Count > 0 && _reader.Accept("...");
            if (isVariadic)
            {
                break;
            }

            parameters.Add(ParseParameter(parameters.Count));
            if (!_reader.Accept(","))
            {
                break;
            }
        }

        if (!_reader.Accept(")"))
        {
            throw _reader.Fail(isVariadic ? "')'" : "',' or ')'");
        }

        SkipExceptions();
        _parameters = outer;
        IsInRecord = outerRecord;
        RestoreAttributes(outerAttributes);
        _functions--;
        return new CFunction(_void, parameters.ToImmutable(), place) { IsVariadic = isVariadic };
    }

    // noexcept, noexcept(true), throw(): headers have them for another language.
    private void SkipExceptions()
    {
        if (_reader.Accept("noexcept") ? _reader.Current.Is("(") : _reader.Accept("throw"))
        {
            SkipBrackets();
        }
    }

    private CParameter ParseParameter(int index)
    {
        CToken start = _reader.Current;
        _reader.Parameter = null;
        CDeclarator declarator = ParseDeclarator(ParseSpecifiers());
        CollectAttributes();
        TakeHarmlessAttributes();
        CToken place = declarator.IsAbstract ? start : declarator.Name;
        string name = declarator.IsAbstract ? $"arg{index}" : declarator.Name.Text;
        if (_parameters.Contains(name))
        {
            throw _reader.FailFor(place, name, "a name that no other parameter has");
        }

        if (declarator.Type is CScalar { IsVoid: true })
        {
            throw _reader.FailFor(start, declarator.Type.Spelling, "a parameter with a value", "Write 'void *' for a pointer, or '(void)' alone for no parameters.");
        }

        _parameters = _parameters.Add(name);
        _reader.Parameter = null;
        return new CParameter(name, declarator.Type, place);
    }

    private CArray ArrayOf(CType element, CExpression? bound, CToken place) => element switch
    {
        CArray { Bound: null } => throw _reader.Fail(place, "elements of a known size", "Only the first '[]' of an array may be empty."),
        CFunction => throw _reader.Fail(place, "elements that are no functions"),
        CRecord record when Scope.FindBody(record.Tag) is null => throw _reader.Fail(place, "elements of a known size", $"Define '{record.Spelling}' before."),
        { OwnAlignment: > 1 } when CTypeSizes.SizeOf(element, Scope) % element.OwnAlignment is not 0 => throw _reader.FailFor(place, element.Spelling, "elements whose size is a multiple of their alignment"),
        _ => new CArray(element, bound) { IsConst = element.IsConst },
    };

    private CFunction FunctionOf(CType result, CFunction open) => result switch
    {
        CArray or CFunction => throw _reader.Fail(open.Place, "a result that is neither an array nor a function"),
        _ => new CFunction(result, open.Parameters, open.Place) { IsVariadic = open.IsVariadic },
    };

    // From here on errors name what is being declared.
    private CToken ExpectName()
    {
        CToken name = CKeywords.IsReserved(_reader.Current.Text) ? throw _reader.Fail("a name") : _reader.Next();
        if (_functions > 0)
        {
            _reader.Parameter = name.Text;
        }
        else if (!_inRecord)
        {
            _reader.Symbol = name.Text;
        }

        return name;
    }

    private bool SkipQualifiers()
    {
        bool isConst = false;
        while (CKeywords.IsQualifier(_reader.Current.Text) || _reader.Current.Is("_Atomic") || CDecorations.Begins(_reader.Current))
        {
            if (CDecorations.Begins(_reader.Current))
            {
                CollectAttributes();
            }
            else
            {
                isConst |= CKeywords.IsConst(_reader.Next().Text);
            }
        }

        return isConst;
    }

    private CAttributes Exchange(CAttributes attributes)
    {
        CAttributes before = _collected;
        _collected = attributes;
        return before;
    }
}
