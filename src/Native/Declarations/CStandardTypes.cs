using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The types that the standard headers name.</summary>
internal static class CStandardTypes
{
    // What headers beyond C's own call such types; a library's types may say something else. Before C23, bool was no keyword.
    private static readonly FrozenSet<string> _replaceable = FrozenSet.ToFrozenSet(
        ["bool", "wint_t", "off64_t", "clock_t", "pid_t", "uid_t", "gid_t", "mode_t", "socklen_t", "sa_family_t", "useconds_t", "suseconds_t", "u_char", "u_short", "u_int", "u_long", "uint", "ushort", "ulong",
        "FILE", "DIR", "div_t", "ldiv_t", "lldiv_t", "va_list", "__gnuc_va_list", "dev_t", "ino_t", "nlink_t", "blksize_t", "blkcnt_t", "id_t", "key_t", "clockid_t", "pthread_t", "in_addr_t", "in_port_t"]);

    /// <summary>The structs that <c>FILE</c> and <c>DIR</c> name; nobody looks into them.</summary>
    public static CTag FileTag { get; } = new("_IO_FILE", isUnion: false);

    /// <inheritdoc cref="FileTag"/>
    public static CTag DirectoryTag { get; } = new("__dirstream", isUnion: false);

    /// <summary>The structs that they are, by name.</summary>
    public static ImmutableDictionary<string, CTag> Tags { get; } = ImmutableDictionary<string, CTag>.Empty.Add(FileTag.Name!, FileTag).Add(DirectoryTag.Name!, DirectoryTag);

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
        Add(types, "bool", NativeTypeKind.Bool);
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
        AddSystemTypes(types, model);
        return types.ToImmutable();
    }

    private static void AddSystemTypes(ImmutableDictionary<string, CType>.Builder types, CDataModel model)
    {
        foreach (string name in (string[])["dev_t", "ino_t", "nlink_t", "pthread_t"])
        {
            Add(types, name, NativeKinds.Integer(model.LongSize, isSigned: false));
        }

        Add(types, "blksize_t", NativeKinds.Integer(model.LongSize, isSigned: true));
        Add(types, "blkcnt_t", NativeKinds.Integer(model.LongSize, isSigned: true));
        Add(types, "id_t", NativeTypeKind.U32);
        Add(types, "key_t", NativeTypeKind.I32);
        Add(types, "clockid_t", NativeTypeKind.I32);
        Add(types, "in_addr_t", NativeTypeKind.U32);
        Add(types, "in_port_t", NativeTypeKind.U16);
        types.Add("FILE", new CRecord(FileTag) { Alias = "FILE" });
        types.Add("DIR", new CRecord(DirectoryTag) { Alias = "DIR" });
        types.Add("div_t", CBuiltInRecords.Divided with { Alias = "div_t" });
        types.Add("ldiv_t", (model.LongSize == sizeof(long) ? CBuiltInRecords.DividedLong : CBuiltInRecords.Divided) with { Alias = "ldiv_t" });
        types.Add("lldiv_t", CBuiltInRecords.DividedLong with { Alias = "lldiv_t" });
        types.Add("__int128_t", CBuiltInRecords.Find("__int128")!);
        types.Add("__uint128_t", CBuiltInRecords.Find("__int128 unsigned")!);
        if (model.HasRegisterArguments)
        {
            CArray list = new(CBuiltInRecords.VaList, new CExpression(default, CConstant.Narrowest(1)!.Value));
            types.Add("va_list", list with { Alias = "va_list" });
            types.Add("__builtin_va_list", list with { Alias = "__builtin_va_list" });
            types.Add("__gnuc_va_list", list with { Alias = "__gnuc_va_list" });
        }
    }

    private static void AddPair(ImmutableDictionary<string, CType>.Builder types, string name, int size)
    {
        Add(types, name, NativeKinds.Integer(size, isSigned: true));
        Add(types, "u" + name, NativeKinds.Integer(size, isSigned: false));
    }

    private static void Add(ImmutableDictionary<string, CType>.Builder types, string name, NativeTypeKind kind) =>
        types.Add(name, new CScalar(kind, name));
}
