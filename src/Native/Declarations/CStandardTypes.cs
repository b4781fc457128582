using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The types that the standard headers name.</summary>
internal static class CStandardTypes
{
    // What headers beyond C's own call such types; a library's types may say something else.
    private static readonly FrozenSet<string> _replaceable = FrozenSet.ToFrozenSet(
        ["wint_t", "off64_t", "clock_t", "pid_t", "uid_t", "gid_t", "mode_t", "socklen_t", "sa_family_t", "useconds_t", "suseconds_t", "u_char", "u_short", "u_int", "u_long", "uint", "ushort", "ulong"]);

    /// <summary>Whether a typedef of that name may be something else than here.</summary>
    public static bool MayBeReplaced(string name) => _replaceable.Contains(name);

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
        Add(types, "wint_t", NativeTypeKind.U32);
        Add(types, "off64_t", NativeTypeKind.I64);
        Add(types, "clock_t", NativeKinds.Integer(model.LongSize, isSigned: true));
        Add(types, "pid_t", NativeTypeKind.I32);
        Add(types, "uid_t", NativeTypeKind.U32);
        Add(types, "gid_t", NativeTypeKind.U32);
        Add(types, "mode_t", NativeTypeKind.U32);
        Add(types, "socklen_t", NativeTypeKind.U32);
        Add(types, "sa_family_t", NativeTypeKind.U16);
        Add(types, "useconds_t", NativeTypeKind.U32);
        Add(types, "suseconds_t", NativeKinds.Integer(model.LongSize, isSigned: true));
        Add(types, "u_char", NativeTypeKind.U8);
        Add(types, "u_short", NativeTypeKind.U16);
        Add(types, "u_int", NativeTypeKind.U32);
        Add(types, "u_long", NativeKinds.Integer(model.LongSize, isSigned: false));
        Add(types, "uint", NativeTypeKind.U32);
        Add(types, "ushort", NativeTypeKind.U16);
        Add(types, "ulong", NativeKinds.Integer(model.LongSize, isSigned: false));
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
