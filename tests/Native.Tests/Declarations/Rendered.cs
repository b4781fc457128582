namespace ActorFfi.Native.Tests.Declarations;

/// <summary>Declarations as one line of text without spellings, so that equal signatures are equal text.</summary>
internal static class Rendered
{
    public static string Signature(SymbolDeclaration declaration) => Signature(declaration.Signature);

    private static string Signature(NativeSignature signature) =>
        $"({string.Join(", ", signature.Parameters.Select(Parameter))}{(signature.IsVariadic ? ", ..." : "")}) {Type(signature.Result)}";

    public static string Type(NativeType type) => (type.IsConst ? "const " : "") + type.Kind + type.Kind switch
    {
        NativeTypeKind.Function => Signature(type.Signature!),
        NativeTypeKind.Array => $"<{Type(type.Element!)} * {type.Length}>",
        NativeTypeKind.Pointer or NativeTypeKind.CString => $"<{(type.Element is null ? "Void" : Target(type.Element))}>",
        _ when type.IsRecord => $" {{ {string.Concat(type.Fields.Select(Field))}}} {type.Size}:{type.Alignment}",
        _ => "",
    };

    // Structs may point to themselves.
    private static string Target(NativeType type) => type.IsRecord ? type.Spelling : Type(type);

    private static string Field(NativeField field) =>
        $"{Type(field.Type)} {field.Name} @{field.Offset}{(field.BitWidth == 0 ? "" : $".{field.BitOffset}:{field.BitWidth}")}; ";

    private static string Parameter(NativeParameter parameter) =>
        $"{Type(parameter.Type)} {parameter.Name}" + (parameter.Extent is null ? "" : $"[{Extent(parameter.Extent)}]");

    private static string Extent(Extent extent) => $"{extent.Count.ToText(index => $"#{index}")} of {extent.ElementSize}";
}
