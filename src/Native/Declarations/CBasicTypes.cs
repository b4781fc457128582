namespace ActorFfi;

/// <summary>The types that C has without any header: combinations of its keywords, in any order.</summary>
internal static class CBasicTypes
{
    /// <summary>The type that <paramref name="words"/> spell, or null where C has no such combination.</summary>
    public static CType? Find(IReadOnlyList<string> words, CDataModel model)
    {
        string sorted = string.Join(' ', words.SelectMany(Plain).Order(StringComparer.Ordinal));
        if (CBuiltInRecords.Find(sorted) is { } record)
        {
            return record;
        }

        NativeTypeKind? kind = sorted switch
        {
            "void" => NativeTypeKind.Void,
            "_Bool" => NativeTypeKind.Bool,
            "char" => NativeKinds.Integer(1, model.IsCharSigned),
            "char signed" => NativeTypeKind.I8,
            "char unsigned" => NativeTypeKind.U8,
            "short" or "int short" or "short signed" or "int short signed" => NativeTypeKind.I16,
            "short unsigned" or "int short unsigned" => NativeTypeKind.U16,
            "int" or "signed" or "int signed" => NativeTypeKind.I32,
            "unsigned" or "int unsigned" => NativeTypeKind.U32,
            "long" or "int long" or "long signed" or "int long signed" => NativeKinds.Integer(model.LongSize, isSigned: true),
            "long unsigned" or "int long unsigned" => NativeKinds.Integer(model.LongSize, isSigned: false),
            "long long" or "int long long" or "long long signed" or "int long long signed" => NativeTypeKind.I64,
            "long long unsigned" or "int long long unsigned" => NativeTypeKind.U64,
            "float" => NativeTypeKind.F32,
            "double" => NativeTypeKind.F64,
            "double long" => model.LongDouble,
            _ => null,
        };
        return kind is null ? null : new CScalar(kind.Value, string.Join(' ', words)) { IsPlainChar = words is ["char"] };
    }

    /// <summary>The size in bytes of an integer of a machine mode; null for any other mode.</summary>
    public static int? SizeOfMode(string mode, CDataModel model) => mode switch
    {
        "QI" or "byte" => 1,
        "HI" => 2,
        "SI" => 4,
        "DI" => 8,
        "word" or "pointer" or "unwind_word" => model.PointerSize,
        _ => null,
    };

    private static string[] Plain(string word) => word switch
    {
        "__signed" or "__signed__" => ["signed"],
        "__complex" or "__complex__" => ["_Complex"],
        "_Float32" => ["float"],
        "_Float64" or "_Float32x" => ["double"],
        "_Float64x" => ["double", "long"],
        "__float128" => ["_Float128"],
        _ => [word],
    };
}
