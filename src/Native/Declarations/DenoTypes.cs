namespace ActorFfi;

/// <summary>Reads the types of shapes: Deno's names, C's names, and objects.</summary>
internal sealed class DenoTypes(TypeScope scope)
{
    // Deeper shapes are a mistake, and would exhaust the stack in the end.
    private const int DeepestPointer = 16;

    private static readonly string[] _names =
        ["void", "bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "usize", "isize", "f32", "f64", "pointer", "buffer", "function", "cstring"];

    private int _depth;

    public TypeScope Scope => scope;

    public NativeType Void { get; } = Scalar(NativeTypeKind.Void, "void");

    private static NativeType Byte { get; } = Scalar(NativeTypeKind.U8, "u8");

    public NativeType ParseResult(DenoValue value) =>
        value.Object is { } members && members.Has("buffer")
            ? throw value.Fail("the type of a result", "A result has no length; declare it as 'pointer'.")
            : Parse(value);

    public NativeType Parse(DenoValue value)
    {
        if (value.Object is null)
        {
            string name = value.Text ?? throw value.Fail("a type");
            return FindName(name) ?? ParseC(value, name);
        }

        if (++_depth > DeepestPointer)
        {
            throw value.Fail($"at most {DeepestPointer} nested types");
        }

        NativeType type = ParseObject(value, value.Object);
        _depth--;
        return type;
    }

    /// <summary>Reads <c>{"type": "f32", "const": true}</c>, or the type alone, as what a pointer points to.</summary>
    /// <param name="value">The object, or for a pointer the type itself.</param>
    /// <param name="keyword">The word for such pointers: <c>pointer</c> or <c>buffer</c>.</param>
    /// <param name="unnamed">The elements where the object has no <c>type</c>; null for void.</param>
    /// <param name="others">What the object may have besides.</param>
    private NativeType ParsePointer(DenoValue value, string keyword, NativeType? unnamed, params ReadOnlySpan<string> others)
    {
        DenoObject? members = value.Object is { } given && (given.Has("type") || keyword == "buffer") ? given : null;
        members?.AllowOnly(["type", "const", .. others]);
        DenoValue? elementValue = members is null ? value : members.Get("type");
        NativeType? element = elementValue is null ? unnamed : Parse(elementValue);
        bool isConst = members?.Get("const")?.AsBool() ?? false;
        string spelling = elementValue is null ? keyword : $"{keyword} of {element!.Spelling}";
        return Pointer(isConst ? "const " + spelling : spelling, element is { Kind: NativeTypeKind.Void } ? null : element, isConst);
    }

    private NativeType ParseObject(DenoValue value, DenoObject members)
    {
        string[] names = [.. members.Names];
        string keyword = names is [var only] ? only.ToLowerInvariant() : "";
        DenoValue? inner = names.Length == 1 ? members.Get(keyword) : null;
        return keyword switch
        {
            "pointer" => ParsePointer(inner!, keyword, unnamed: null),
            "buffer" when inner!.Object is not null => ParsePointer(inner, keyword, Byte, "length"),
            "struct" or "union" => new DenoRecord(this).Parse(inner!, isUnion: keyword == "union"),
            "function" => ParseFunction(inner!),
            _ => throw value.Fail("a type", """Types are names, {"buffer": {…}}, {"pointer": "u64"}, {"struct": […]}, {"union": […]} and {"function": {…}}."""),
        };
    }

    private NativeType ParseFunction(DenoValue value)
    {
        DenoObject shape = value.Object ?? throw value.Fail("an object with 'parameters' and 'result'");
        shape.AllowOnly("parameters", "result");
        NativeSignature signature = new(
            new DenoParameters(shape, this).Parse(),
            shape.Get("result") is { } result ? ParseResult(result) : Void);
        return new NativeType(NativeTypeKind.Function, "function", IntPtr.Size) { Signature = signature };
    }

    private static NativeType? FindName(string name) => name switch
    {
        "void" => Scalar(NativeTypeKind.Void, name),
        "bool" => Scalar(NativeTypeKind.Bool, name),
        "u8" => Scalar(NativeTypeKind.U8, name),
        "i8" => Scalar(NativeTypeKind.I8, name),
        "u16" => Scalar(NativeTypeKind.U16, name),
        "i16" => Scalar(NativeTypeKind.I16, name),
        "u32" => Scalar(NativeTypeKind.U32, name),
        "i32" => Scalar(NativeTypeKind.I32, name),
        "u64" => Scalar(NativeTypeKind.U64, name),
        "i64" => Scalar(NativeTypeKind.I64, name),
        "usize" => Scalar(NativeKinds.Integer(IntPtr.Size, isSigned: false), name),
        "isize" => Scalar(NativeKinds.Integer(IntPtr.Size, isSigned: true), name),
        "f32" => Scalar(NativeTypeKind.F32, name),
        "f64" => Scalar(NativeTypeKind.F64, name),
        "pointer" or "function" => Pointer(name, null, isConst: false),
        "buffer" => Pointer(name, Byte, isConst: false),
        "cstring" => new NativeType(NativeTypeKind.CString, name, IntPtr.Size, Scalar(NativeKinds.Integer(1, CDataModel.Current.IsCharSigned), "char"), isConst: true),
        _ => null,
    };

    // Anything else is C: "uLong", "enum color", "const char *".
    private NativeType ParseC(DenoValue value, string text)
    {
        CTokenReader reader = new(text) { Symbol = value.Symbol, Path = value.Path };
        if (reader.Current.IsWord && reader.Following.Kind == CTokenKind.End && scope.FindType(text) is null && !CKeywords.IsReserved(text))
        {
            throw value.Fail("a type", NameSuggestion.For(text, _names.Concat(scope.TypeNames)));
        }

        CType type = new CTypeParser(reader, scope).ParseTypeName();
        reader.ExpectEnd();
        CSupport.RefuseOpenBounds(reader, type);
        return type is not CArray
            ? new CTypeLowering(reader, scope).Lower(type)
            : throw value.Fail("a type that is no array", """Write {"buffer": {"length": …}}.""");
    }

    private static NativeType Scalar(NativeTypeKind kind, string name) => new(kind, name, NativeKinds.SizeOf(kind));

    private static NativeType Pointer(string spelling, NativeType? element, bool isConst) =>
        new(NativeTypeKind.Pointer, spelling, IntPtr.Size, element, isConst);
}
