using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Gives functions of C their signature, extents included.</summary>
internal sealed class CSignatureLowering(CTokenReader reader, CTypeLowering types, TypeScope scope)
{
    public NativeSignature Lower(CFunction function)
    {
        RefuseWrongTypes(function);
        string[] names = [.. function.Parameters.Select(parameter => parameter.Name)];
        NativeType[] lowered = [.. function.Parameters.Select(parameter => types.LowerParameter(parameter.Type))];
        ExtentResolver extents = new(reader, names, lowered);
        return new NativeSignature(
            [.. function.Parameters.Select((parameter, i) => new NativeParameter(names[i], lowered[i], ExtentOf(extents, parameter, i)))],
            types.Lower(function.Result))
        {
            IsVariadic = function.IsVariadic,
        };
    }

    private void RefuseWrongTypes(CFunction function)
    {
        string? outer = reader.Parameter;
        CSupport.RefuseOpenBounds(reader, function.Result);
        RefuseIncomplete(function.Result, function.Place);
        foreach (CParameter parameter in function.Parameters)
        {
            reader.Parameter = parameter.Name;
            CSupport.RefuseOpenBounds(reader, parameter.Type is CArray array ? array.Innermost() : parameter.Type);
            RefuseIncomplete(parameter.Type, parameter.Place);
        }

        reader.Parameter = outer;
    }

    private void RefuseIncomplete(CType type, CToken place)
    {
        if (type is CRecord record && scope.FindBody(record.Tag) is null)
        {
            throw reader.FailFor(place, type.Spelling, $"a {record.Tag.Keyword} that is defined", Suggest(record.Tag) ?? "Define its members in the library's types, or declare a pointer to it.");
        }

        if (type is CRecord { OwnAlignment: > 8 } aligned && aligned.OwnAlignment != scope.FindBody(aligned.Tag)!.Alignment)
        {
            throw reader.NotSupported(place, "Structs by value of a type that is aligned otherwise than they are", type.Spelling, "Compilers disagree about them; declare a pointer to it.");
        }
    }

    private string? Suggest(CTag tag) => tag.Name is { } name ? NameSuggestion.For(name, scope.RecordNames.Where(other => other != name)) : null;

    // An array of arrays is one run of elements: float m[rows][4] has rows * 4 of them.
    private Extent? ExtentOf(ExtentResolver extents, CParameter parameter, int index)
    {
        CExpression? bound = null;
        CType element = parameter.Type;
        if (element is CArray { Element: CRecord record } && ReferenceEquals(record.Tag, CBuiltInRecords.VaList.Tag))
        {
            return null; // Nobody but native code makes a va_list.
        }

        for (; element is CArray array; element = array.Element)
        {
            if (array.Bound is not { } own)
            {
                return null;
            }

            bound = bound is null ? own : CExpression.Apply(own.Place with { Kind = CTokenKind.Punctuator, Text = "*" }, bound, own);
        }

        return bound is null ? null : extents.Resolve(index, bound, (int)Math.Max(1, CTypeSizes.SizeOf(element, scope) ?? 1));
    }
}
