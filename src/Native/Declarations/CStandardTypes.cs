using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The types that the standard headers name.</summary>
internal static class CStandardTypes
{
    public static ImmutableDictionary<string, CType> Of(CDataModel model)
    {
        ImmutableDictionary<string, CType>.Builder types = ImmutableDictionary.CreateBuilder<string, CType>(StringComparer.Ordinal);
        foreach (int bits in (int[])[8, 16, 32, 64])
        {
            AddPair(types, $"int{bits}_t", bits / 8);
            AddPair(types, $"int_least{bits}_t", bits / 8);
        }

        AddPair(types, "int_fast8_t", 1);
        AddPair(types, "int_fast16_t", model.Fast16Size);
        AddPair(types, "int_fast32_t", model.Fast32Size);
        AddPair(types, "int_fast64_t", 8);
        AddPair(types, "intmax_t", 8);
        AddPair(types, "intptr_t", model.PointerSize);
        Add(types, "size_t", NativeKinds.Integer(model.PointerSize, isSigned: false));
        Add(types, "ssize_t", NativeKinds.Integer(model.PointerSize, isSigned: true));
        Add(types, "ptrdiff_t", NativeKinds.Integer(model.PointerSize, isSigned: true));
        Add(types, "off_t", NativeKinds.Integer(model.LongSize, isSigned: true));
        Add(types, "time_t", NativeTypeKind.I64);
        Add(types, "wchar_t", model.WideChar);
        Add(types, "char16_t", NativeTypeKind.U16);
        Add(types, "char32_t", NativeTypeKind.U32);
        return types.ToImmutable();
    }

    private static void AddPair(ImmutableDictionary<string, CType>.Builder types, string name, int size)
    {
        Add(types, name, NativeKinds.Integer(size, isSigned: true));
        Add(types, "u" + name, NativeKinds.Integer(size, isSigned: false));
    }

    private static void Add(ImmutableDictionary<string, CType>.Builder types, string name, NativeTypeKind kind) =>
        types.Add(name, new CScalar(kind, name));
}
