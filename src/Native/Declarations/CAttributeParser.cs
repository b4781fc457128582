namespace ActorFfi;

/// <summary>Reads <c>__attribute__((packed, aligned(8)))</c> and <c>_Alignas(8)</c> of structs, unions and their members.</summary>
internal sealed class CAttributeParser(CTokenReader reader, CTypeParser types, CExpressionParser expressions)
{
    private const int LargestAlignment = 1 << 16;

    // What aligned means without a number: the largest alignment of any scalar.
    private const int DefaultAlignment = 16;

    /// <summary>Reads all that stand here; often none.</summary>
    public CAttributes Parse()
    {
        CAttributes all = CAttributes.None;
        while (true)
        {
            if (reader.Current.Is("__attribute__") || reader.Current.Is("__attribute"))
            {
                all = all.And(ParseAttribute());
            }
            else if (reader.Current.Is("_Alignas") || reader.Current.Is("alignas"))
            {
                reader.Next();
                all = all.And(new CAttributes(false, ParseAlignment()));
            }
            else if (reader.Current.Is("__extension__"))
            {
                reader.Next();
            }
            else
            {
                return all;
            }
        }
    }

    private CAttributes ParseAttribute()
    {
        CAttributes all = CAttributes.None;
        reader.Next();
        reader.Expect("(");
        reader.Expect("(");
        do
        {
            CToken name = reader.Next();
            if (CDecorations.IsHarmless(name.Text))
            {
                SkipArguments();
                continue;
            }

            all = all.And(name.Text switch
            {
                "packed" or "__packed__" => new CAttributes(true, 1),
                "aligned" or "__aligned__" => new CAttributes(false, reader.Current.Is("(") ? ParseAlignment() : DefaultAlignment),
                _ => throw reader.Fail(name, "'packed' or 'aligned'", "No other attribute changes a layout; leave it out."),
            });
        }
        while (reader.Accept(","));
        reader.Expect(")");
        reader.Expect(")");
        return all;
    }

    private void SkipArguments()
    {
        if (reader.Current.Is("("))
        {
            CDecorations.SkipBrackets(reader);
        }
    }

    private int ParseAlignment()
    {
        reader.Expect("(");
        CToken place = reader.Current;
        bool isType = place.IsWord && !place.Is("sizeof") && (CKeywords.BeginsType(place.Text) || types.Scope.FindType(place.Text) is not null);
        System.Numerics.BigInteger value = isType ? CTypeSizes.AlignOf(types.ParseTypeName(), types.Scope) : expressions.ParseConstant().Value;
        reader.Expect(")");
        return value >= 1 && value <= LargestAlignment && value.IsPowerOfTwo
            ? (int)value
            : throw reader.FailFor(place, value.ToString(), $"a power of two from 1 to {LargestAlignment}");
    }
}
