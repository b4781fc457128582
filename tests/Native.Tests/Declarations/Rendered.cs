namespace ActorFfi.Native.Tests.Declarations;

/// <summary>Declarations as one line of text without spellings, so that equal signatures are equal text.</summary>
internal static class Rendered
{
    public static string Signature(SymbolDeclaration declaration) =>
        $"({string.Join(", ", declaration.Signature.Parameters.Select(Parameter))}) {Type(declaration.Signature.Result)}";

    public static string Type(NativeType type) =>
        (type.IsConst ? "const " : "") + type.Kind + (type.IsPointer ? $"<{(type.Element is null ? "Void" : Type(type.Element))}>" : "");

    private static string Parameter(NativeParameter parameter) =>
        $"{Type(parameter.Type)} {parameter.Name}" + (parameter.Extent is null ? "" : $"[{Extent(parameter.Extent)}]");

    private static string Extent(Extent extent) =>
        string.Join(" * ", extent.Factors.Select(Factor)) + $" of {extent.ElementSize}";

    private static string Factor(ExtentFactor factor) =>
        factor.ParameterIndex < 0 ? factor.Constant.ToString() : (factor.Indirect ? "*#" : "#") + factor.ParameterIndex;
}
