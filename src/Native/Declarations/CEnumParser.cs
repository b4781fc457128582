using System.Numerics;

namespace ActorFfi;

/// <summary>Reads enums: <c>enum color</c>, and where types may be defined <c>enum color { RED, GREEN = 5 }</c>.</summary>
internal sealed class CEnumParser(CTokenReader reader, CTypeParser types, CExpressionParser expressions, bool mayDefine)
{
    public CType Parse()
    {
        reader.Expect("enum");
        types.CollectAttributes();
        CToken? tag = reader.Current.IsWord && !CKeywords.IsReserved(reader.Current.Text) ? reader.Next() : null;
        if (reader.Current.Is("{") || (mayDefine && reader.Current.Is(":") && !types.IsInRecord))
        {
            return mayDefine
                ? Define(tag)
                : throw reader.Fail("an enum that is defined already", "Define enums in the library's types and name them here.");
        }

        if (tag is null)
        {
            throw reader.Fail("the name of an enum");
        }

        return (CType?)types.Scope.FindEnum(tag.Value.Text) ?? Opaque(tag.Value)
            ?? throw reader.Fail(tag.Value, "the name of a defined enum", NameSuggestion.For(tag.Value.Text, types.Scope.EnumNames));
    }

    // Compilers let pointers to an enum be declared before it is.
    private CRecord? Opaque(CToken tag) => reader.Current.Is("*") ? new CRecord(new CTag(tag.Text, isUnion: false) { IsEnum = true }) : null;

    private CScalar Define(CToken? tag)
    {
        if (tag is { } name && (types.Scope.FindEnum(name.Text) is not null || types.Scope.FindRecord(name.Text) is not null))
        {
            throw reader.Fail(name, "the name of an enum that is not defined yet");
        }

        CScalar? declared = reader.Accept(":") ? ParseUnderlying() : null;
        reader.Expect("{");
        (BigInteger Least, BigInteger Most) range = ParseConstants();
        reader.Expect("}");
        types.CollectAttributes();
        CScalar type = new(declared?.Kind ?? Underlying(range.Least, range.Most), tag is { } tagged ? $"enum {tagged.Text}" : "enum");
        types.Scope = tag is null ? types.Scope : types.Scope.WithEnum(tag.Value.Text, type);
        return type;
    }

    private CScalar ParseUnderlying()
    {
        CToken place = reader.Current;
        return types.ParseSpecifiers() is CScalar { Kind: >= NativeTypeKind.U8 and <= NativeTypeKind.I64 } scalar ? scalar : throw reader.Fail(place, "an integer type");
    }

    private (BigInteger Least, BigInteger Most) ParseConstants()
    {
        BigInteger least = 0;
        BigInteger most = 0;
        BigInteger next = 0;
        do
        {
            CToken name = ExpectNewName();
            types.CollectAttributes();
            CToken place = reader.Accept("=") ? reader.Current : name;
            BigInteger value = place == name ? next : expressions.ParseConstant().Value;
            least = BigInteger.Min(least, value);
            most = BigInteger.Max(most, value);
            if (most > (least < 0 ? long.MaxValue : ulong.MaxValue))
            {
                throw reader.FailFor(place, value.ToString(), "a value that fits an enum of 64 bits with the values before");
            }

            types.Scope = types.Scope.WithConstant(name.Text, CConstant.Narrowest(value)!.Value);
            next = value + 1;
        }
        while (reader.Accept(",") && !reader.Current.Is("}"));
        return (least, most);
    }

    private CToken ExpectNewName()
    {
        CToken name = reader.Current;
        bool isTruth = name.Is("true") || name.Is("false"); // Before C23 these were none of its words.
        if (!name.IsWord || (CKeywords.IsReserved(name.Text) && !isTruth))
        {
            throw reader.Fail("the name of a constant");
        }

        bool isType = types.Scope.FindType(name.Text) is not null && !(CStandardTypes.MayBeReplaced(name.Text) && types.Scope.IsBuiltIn(name.Text));
        return isType || types.Scope.FindConstant(name.Text) is not null ? throw reader.Fail("a name that is not taken yet") : reader.Next();
    }

    // What gcc and clang choose for System V targets: unsigned int, int, and the 64-bit types where these are too small.
    private static NativeTypeKind Underlying(BigInteger least, BigInteger most) => (least < 0) switch
    {
        false => most <= uint.MaxValue ? NativeTypeKind.U32 : NativeTypeKind.U64,
        true => least >= int.MinValue && most <= int.MaxValue ? NativeTypeKind.I32 : NativeTypeKind.I64,
    };
}
