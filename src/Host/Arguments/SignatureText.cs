using System.Text;

namespace ActorFfi;

/// <summary>Writes declarations as one line of C, for people.</summary>
internal static class SignatureText
{
    /// <summary>The function as a prototype: <c>unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len)</c>.</summary>
    public static string Of(SymbolDeclaration declaration)
    {
        if (declaration.Variable is { } variable)
        {
            return $"extern {(declaration.IsReadOnly ? "const " : "")}{variable} {declaration.Name}";
        }

        StringBuilder text = new();
        text.Append(declaration.Signature.Result).Append(' ').Append(declaration.Name).Append('(');
        text.AppendJoin(", ", declaration.Signature.Parameters.Select(parameter => Of(parameter, declaration)));
        return text.Append(')').ToString();
    }

    private static string Of(NativeParameter parameter, SymbolDeclaration declaration)
    {
        if (parameter.Extent is not { } extent || parameter.Type.Element is not { } element)
        {
            return parameter.Type.Spelling.EndsWith('*') ? $"{parameter.Type}{parameter.Name}" : $"{parameter.Type} {parameter.Name}";
        }

        string isConst = parameter.Type.IsConst && !element.Spelling.StartsWith("const ", StringComparison.Ordinal) ? "const " : "";
        string bound = extent.Count.ToText(index => declaration.Signature.Parameters[index].Name);
        return $"{isConst}{element} {parameter.Name}[{bound}]";
    }
}
