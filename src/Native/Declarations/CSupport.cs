namespace ActorFfi;

/// <summary>Refuses types that the parser reads and that have no place where they stand.</summary>
internal static class CSupport
{
    /// <summary>Throws where an array in <paramref name="type"/> has a bound that is no constant.</summary>
    public static void RefuseOpenBounds(CTokenReader reader, CType type)
    {
        for (CType? inner = type; inner is not null; inner = Inside(inner))
        {
            CExpression? open = inner is CArray { Bound: { } bound } ? bound.Leaves().FirstOrDefault(leaf => leaf.Constant is null) : null;
            if (open is not null)
            {
                throw reader.Fail(open.Place, "a constant", "Only the bounds of an array parameter itself may name parameters.");
            }
        }
    }

    /// <summary>Throws where <paramref name="type"/> is a struct or union of which a scope has not even a declaration.</summary>
    public static void RefuseUnknown(CTokenReader reader, CType type, TypeScope scope)
    {
        if (type is CRecord { Tag.Name: { } name } record && scope.FindRecord(name) is null)
        {
            throw reader.Fail($"the name of a declared {record.Tag.Keyword}", NameSuggestion.For(name, scope.RecordNames) ?? "Declare it in the library's types.");
        }
    }

    /// <summary>What a pointer points to, an array consists of or a function returns; null for a scalar.</summary>
    public static CType? Inside(CType type) => type switch
    {
        CPointer pointer => pointer.Target,
        CArray array => array.Element,
        CFunction function => function.Result,
        _ => null,
    };
}
