namespace ActorFfi;

/// <summary>Makes of a type what attributes make of it.</summary>
internal static class CTypeChanges
{
    /// <summary>The type with its mode or as a vector.</summary>
    /// <param name="types">The parser, whose scope gets a vector's contents.</param>
    /// <param name="reader">For errors.</param>
    /// <param name="type">The type.</param>
    /// <param name="attributes">What stands around it.</param>
    public static CType Apply(CTypeParser types, CTokenReader reader, CType type, CAttributes attributes)
    {
        if (attributes.TypeChange.Kind == CTokenKind.End)
        {
            return type;
        }

        if (type is not CScalar { Kind: >= NativeTypeKind.Bool and <= NativeTypeKind.F64 } scalar)
        {
            throw reader.FailFor(attributes.TypeChange, type.Spelling, "a number for this attribute");
        }

        if (attributes.Mode is { } mode)
        {
            bool isSigned = scalar.Kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64;
            scalar = new CScalar(NativeKinds.Integer(CBasicTypes.SizeOfMode(mode, types.Scope.Model)!.Value, isSigned), scalar.Name) { IsConst = type.IsConst };
        }

        return attributes.VectorSize == 0 ? scalar : Vector(types, scalar, attributes.VectorSize);
    }

    private static CRecord Vector(CTypeParser types, CScalar element, int size)
    {
        (CTag tag, CRecordBody body) = CBuiltInRecords.Vector($"{element.Spelling} __attribute__((vector_size({size})))", element, size);
        types.Scope = types.Scope.WithBody(tag, body);
        return new CRecord(tag) { IsConst = element.IsConst };
    }
}
