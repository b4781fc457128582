using System.Numerics;

namespace ActorFfi;

/// <summary>Reads what stands around declarations: <c>__attribute__((packed, aligned(8)))</c>, <c>_Alignas(8)</c>, <c>__asm__("name")</c>, and words that change nothing.</summary>
internal sealed class CAttributeParser(CTokenReader reader, CTypeParser types, CExpressionParser expressions)
{
    private const int LargestAlignment = 1 << 16;
    private const int LargestVector = 64;

    // What aligned means without a number: the largest alignment of any scalar.
    private const int DefaultAlignment = 16;

    /// <summary>Reads all that stand here; often none.</summary>
    /// <param name="isLayout">Whether they belong to a struct, a union or a member, where an attribute that is misspelt would silently give another layout.</param>
    /// <exception cref="DeclarationException">An attribute is among them that changes calls, or one that is unknown where layouts depend on it.</exception>
    public CAttributes Parse(bool isLayout)
    {
        CAttributes all = CAttributes.None;
        while (true)
        {
            CToken token = reader.Current;
            if (CDecorations.IsWord(token))
            {
                reader.Next();
            }
            else if (token.Is("__attribute__") || token.Is("__attribute"))
            {
                all = all.And(ParseList(isLayout, brackets: 2));
            }
            else if (token.Is("__declspec"))
            {
                all = all.And(ParseList(isLayout, brackets: 1));
            }
            else if (token.Is("[") && reader.Following.Is("["))
            {
                all = all.And(ParseStandard(isLayout));
            }
            else if (token.Is("_Alignas") || token.Is("alignas"))
            {
                reader.Next();
                all = all.And(Aligned(ParseAlignment()));
            }
            else if (token.Is("__asm__") || token.Is("__asm") || token.Is("asm"))
            {
                reader.Next();
                all = all.And(CAttributes.None with { Label = ParseLabel() });
            }
            else
            {
                return all;
            }
        }
    }

    /// <summary>Skips a pair of brackets and all between.</summary>
    public void SkipBrackets(string open = "(", string close = ")")
    {
        int depth = 0;
        do
        {
            CToken token = reader.Current.Kind == CTokenKind.End ? throw reader.Fail($"'{close}'") : reader.Next();
            depth += token.Is(open) ? 1 : token.Is(close) ? -1 : 0;
        }
        while (depth > 0);
    }

    private static CAttributes Aligned(int alignment) => new(false, alignment) { TypeAlignment = alignment };

    private CAttributes ParseList(bool isLayout, int brackets)
    {
        reader.Next();
        for (int i = 0; i < brackets; i++)
        {
            reader.Expect("(");
        }

        CAttributes all = CAttributes.None;
        while (!reader.Current.Is(")"))
        {
            all = reader.Accept(",") ? all : all.And(ParseOne(isLayout));
        }

        for (int i = 0; i < brackets; i++)
        {
            reader.Expect(")");
        }

        return all;
    }

    private CAttributes ParseStandard(bool isLayout)
    {
        reader.Next();
        reader.Next();
        CAttributes all = CAttributes.None;
        while (!reader.Current.Is("]"))
        {
            all = reader.Accept(",") ? all : all.And(ParseOne(isLayout));
        }

        reader.Expect("]");
        reader.Expect("]");
        return all;
    }

    private CAttributes ParseOne(bool isLayout)
    {
        CToken name = ParseAttributeName();
        switch (CDecorations.Plain(name.Text))
        {
            case "packed":
                return new CAttributes(true, 1);
            case "aligned" or "align":
                return Aligned(reader.Current.Is("(") ? ParseAlignment() : DefaultAlignment);
            case "transparent_union":
                return CAttributes.None with { IsTransparent = true };
            case "mode":
                return CAttributes.None with { Mode = ParseMode(), TypeChange = name };
            case "vector_size":
                return CAttributes.None with { VectorSize = ParseNumber(LargestVector), TypeChange = name };
            case var plain when CDecorations.IsChanging(plain):
                throw Refused(name);
            case var plain when isLayout && !CDecorations.IsHarmless(plain):
                throw reader.Fail(name, "'packed' or 'aligned'", "No other attribute changes a layout; leave it out.");
        }

        if (reader.Current.Is("("))
        {
            SkipBrackets();
        }

        return CAttributes.None;
    }

    /// <summary>The error of an attribute that calls cannot have.</summary>
    public DeclarationException Refused(CToken name) =>
        reader.Fail(name, "an attribute that changes no layout and no call", "Attributes that do are read of structs, unions, members and typedefs only: 'packed', 'aligned', 'mode', 'vector_size' and 'transparent_union'.");

    // gnu::packed, clang::annotate.
    private CToken ParseAttributeName()
    {
        CToken name = reader.Current.IsWord ? reader.Next() : throw reader.Fail("the name of an attribute");
        while (reader.Current.Is(":") && reader.Following.Is(":"))
        {
            reader.Next();
            reader.Next();
            name = reader.Next();
        }

        return name;
    }

    private string ParseMode()
    {
        reader.Expect("(");
        CToken mode = reader.Next();
        reader.Expect(")");
        string plain = CDecorations.Plain(mode.Text);
        return CBasicTypes.SizeOfMode(plain, types.Scope.Model) is not null ? plain : throw reader.Fail(mode, "the mode of an integer of at most 64 bits");
    }

    // "" "name": headers put two texts together.
    private string ParseLabel()
    {
        string label = "";
        reader.Expect("(");
        while (reader.Current.Kind == CTokenKind.String)
        {
            label += reader.Next().Text[1..^1];
        }

        reader.Expect(")");
        return label;
    }

    private int ParseNumber(int most) => Parenthesised(() => expressions.ParseConstant().Value, most);

    private int ParseAlignment() => Parenthesised(
        () => IsType() ? CTypeSizes.AlignOf(types.ParseTypeName(), types.Scope) : expressions.ParseConstant().Value,
        LargestAlignment);

    private int Parenthesised(Func<BigInteger> parse, int most)
    {
        reader.Expect("(");
        CToken place = reader.Current;
        BigInteger value = parse();
        reader.Expect(")");
        return value >= 1 && value <= most && value.IsPowerOfTwo ? (int)value : throw reader.FailFor(place, value.ToString(), $"a power of two from 1 to {most}");
    }

    private bool IsType() =>
        reader.Current.IsWord && (CKeywords.BeginsType(reader.Current.Text) || types.Scope.FindType(reader.Current.Text) is not null);
}
