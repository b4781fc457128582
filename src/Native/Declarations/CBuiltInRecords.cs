using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Types that C has without any header and that travel as structs do: complex numbers, integers of 128 bits, and lists of further arguments.</summary>
/// <remarks>Source: System V psABI for x86-64, 3.1.2, 3.2.3 and 3.5.7.</remarks>
internal static class CBuiltInRecords
{
    private static readonly CScalar _byte = new(NativeTypeKind.U8, "unsigned char");
    private static readonly CScalar _u32 = new(NativeTypeKind.U32, "unsigned int");
    private static readonly CPointer _pointer = new(new CScalar(NativeTypeKind.Void, "void"));

    private static readonly Dictionary<string, CRecord> _records = [];
    private static readonly Dictionary<CTag, CRecordBody> _bodies = [];

    static CBuiltInRecords()
    {
        AddComplex("_Complex float", "float _Complex", new CScalar(NativeTypeKind.F32, "float"));
        AddComplex("_Complex double", "double _Complex", new CScalar(NativeTypeKind.F64, "double"));
        _records.Add("_Complex", _records["_Complex double"]);
        AddWide("__int128", "__int128", NativeTypeKind.I64);
        AddWide("__int128 unsigned", "unsigned __int128", NativeTypeKind.U64);
        _records.Add("__int128 signed", _records["__int128"]);

        // Registers that no call fills here; nothing but pointers to these can be used.
        AddBytes("_Complex double long", "long double _Complex", 32, 16);
        AddBytes("_Float128", "_Float128", 16, 16);
        AddBytes("_Complex _Float128", "_Float128 _Complex", 32, 16);
        AddBytes("_Float16", "_Float16", 2, 2);
        AddBytes("__bf16", "__bf16", 2, 2);
        AddBytes("_Decimal32", "_Decimal32", 4, 4);
        AddBytes("_Decimal64", "_Decimal64", 8, 8);
        AddBytes("_Decimal128", "_Decimal128", 16, 16);
        VaList = Add("__va_list_tag", [("gp_offset", _u32, 4), ("fp_offset", _u32, 4), ("overflow_arg_area", _pointer, 8), ("reg_save_area", _pointer, 8)], alignment: 8);
        Divided = Add("div_t", [("quot", new CScalar(NativeTypeKind.I32, "int"), 4), ("rem", new CScalar(NativeTypeKind.I32, "int"), 4)], alignment: 4);
        DividedLong = Add("ldiv_t", [("quot", new CScalar(NativeTypeKind.I64, "long"), 8), ("rem", new CScalar(NativeTypeKind.I64, "long"), 8)], alignment: 8);
    }

    /// <summary>What <c>va_list</c> is an array of one of on x86-64.</summary>
    public static CRecord VaList { get; }

    /// <summary>What <c>div</c> returns.</summary>
    public static CRecord Divided { get; }

    /// <summary>What <c>lldiv</c> returns, and <c>ldiv</c> where <c>long</c> has 64 bits.</summary>
    public static CRecord DividedLong { get; }

    /// <summary>What all of them contain.</summary>
    public static ImmutableDictionary<CTag, CRecordBody> Bodies => _bodies.ToImmutableDictionary();

    /// <summary>The type that keywords spell, in ordinal order with blanks between; null for none.</summary>
    public static CRecord? Find(string words) => _records.GetValueOrDefault(words);

    /// <summary>Whether a type's definition is that of an integer of 128 bits.</summary>
    public static bool IsWideInteger(object? definition) =>
        ReferenceEquals(definition, _bodies[_records["__int128"].Tag]) || ReferenceEquals(definition, _bodies[_records["__int128 unsigned"].Tag]);

    /// <summary>A vector of so many bytes.</summary>
    public static (CTag Tag, CRecordBody Body) Vector(string spelling, CScalar element, int size)
    {
        CArray lanes = new(element, Count(size / NativeKinds.SizeOf(element.Kind)));
        return (new CTag(null, isUnion: false) { Spelling = spelling }, new CRecordBody([new CMember("lanes", lanes, new FieldPlace(0))], size, size) { Depth = 1, IsByPointerOnly = true });
    }

    private static void AddComplex(string words, string spelling, CScalar part)
    {
        int size = NativeKinds.SizeOf(part.Kind);
        _records.Add(words, Add(spelling, [("real", part, size), ("imag", part, size)], size));
    }

    private static void AddWide(string words, string spelling, NativeTypeKind high) => _records.Add(words, Add(
        spelling,
        [("low", new CScalar(NativeTypeKind.U64, "unsigned long"), 8), ("high", new CScalar(high, "long"), 8)],
        alignment: 16));

    private static void AddBytes(string words, string spelling, int size, int alignment) =>
        _records.Add(words, Add(spelling, [("bytes", new CArray(_byte, Count(size)), size)], alignment, isByPointerOnly: true));

    private static CRecord Add(string spelling, ReadOnlySpan<(string Name, CType Type, int Size)> members, int alignment, bool isByPointerOnly = false)
    {
        CTag tag = new(null, isUnion: false) { Spelling = spelling };
        ImmutableArray<CMember>.Builder placed = ImmutableArray.CreateBuilder<CMember>(members.Length);
        int offset = 0;
        foreach ((string name, CType type, int size) in members)
        {
            placed.Add(new CMember(name, type, new FieldPlace(offset)));
            offset += size;
        }

        _bodies.Add(tag, new CRecordBody(placed.MoveToImmutable(), offset, alignment) { Depth = 1, IsByPointerOnly = isByPointerOnly });
        return new CRecord(tag);
    }

    private static CExpression Count(int count) => new(default, CConstant.Narrowest(count)!.Value);
}
