using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Members of random structs, unions, arrays and bit-fields by their paths: C reads what was set and leaves what is read, and not a bit around them changes.</summary>
public sealed class GeneratedFieldTests
{
    private const int Records = 150;
    private const int MostSize = 512;

    // Their parts have names of ours.
    private static readonly string[] _keywords = ["float _Complex", "double _Complex", "__int128", "unsigned __int128"];

    private static readonly LibraryGeneration _generation = new("fields", 1);

    private delegate void Access(int which, nint record, nint value);

    /// <param name="Path">The member's path.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Bits">The width of a bit-field; 0 for everything else.</param>
    private readonly record struct Leaf(string Path, NativeType Type, int Bits);

    [Fact]
    public void Members_OfRandomStructs_AreTheSameToCByTheirPaths()
    {
        Random random = GeneratedSeed.Begin();
        GeneratedProgram program = GeneratedProgram.Create(random, Records, functions: 0);
        (GeneratedStruct Record, Leaf Leaf)[] all =
        [
            .. program.Types.OfType<GeneratedStruct>().Where(type => type.Definition.Contains('{', StringComparison.Ordinal)).SelectMany(type => Leaves(type.Type, "").Select(leaf => (type, leaf))),
        ];
        nint library = NativeLibrary.Load(CCompiler.Compile("fields", ToC(program, all), program.Optimisation, "-w"));
        Access get = Marshal.GetDelegateForFunctionPointer<Access>(NativeLibrary.GetExport(library, "get"));
        Access set = Marshal.GetDelegateForFunctionPointer<Access>(NativeLibrary.GetExport(library, "set"));
        Assert.True(all.Length > Records, $"There are only {all.Length} members. {GeneratedSeed.Hint}");
        for (int i = 0; i < all.Length; i++)
        {
            CheckOne(all[i].Record, all[i].Leaf, i, get, set, random);
        }

        NativeLibrary.Free(library);
    }

    private static void CheckOne(GeneratedStruct type, Leaf leaf, int index, Access get, Access set, Random random)
    {
        using OwnedBuffer ours = OwnedBuffer.Allocate(MostSize);
        using OwnedBuffer theirs = OwnedBuffer.Allocate(MostSize);
        using OwnedBuffer value = OwnedBuffer.Allocate(sizeof(long));
        byte[] before = type.RandomValue(random);
        NativeStruct view = ViewOf(type.Type, ours, random);
        view.CopyFrom(before);
        Marshal.Copy(before, 0, theirs.Address, before.Length);

        get(index, theirs.Address, value.Address);
        Compare(type, leaf, BitConverter.GetBytes(BitsOf(view.Get(leaf.Path))), BitConverter.GetBytes(Marshal.ReadInt64(value.Address)), "read");

        (NativeArgument next, long bits) = Next(leaf, random);
        Marshal.WriteInt64(value.Address, bits);
        set(index, theirs.Address, value.Address);
        view.Set(leaf.Path, next);
        byte[] written = new byte[type.Size];
        Marshal.Copy(theirs.Address, written, 0, written.Length);
        Compare(type, leaf, type.Significant(view.ToArray()), type.Significant(written), "written");
    }

    // One door after the other: a struct of its own, one in a buffer, one behind a pointer.
    private static NativeStruct ViewOf(NativeType type, OwnedBuffer buffer, Random random) => random.Next(3) switch
    {
        0 => new NativeStruct(type),
        1 => NativeStruct.Over(type, buffer, random.Next(8)),
        _ => NativeStruct.Behind(type, new ForeignPointer(buffer.Address, _generation)),
    };

    private static IEnumerable<Leaf> Leaves(NativeType type, string path)
    {
        if (type.IsRecord)
        {
            return type.Fields.SelectMany(field => field.BitWidth > 0
                ? [new Leaf($"{path}.{field.Name}".TrimStart('.'), field.Type, field.BitWidth)]
                : Leaves(field.Type, field.Name.Length == 0 ? path : $"{path}.{field.Name}".TrimStart('.')))
                .Where(_ => !_keywords.Contains(type.Spelling));
        }

        return type.Kind == NativeTypeKind.Array
            ? Enumerable.Range(0, type.Length).SelectMany(i => Leaves(type.Element!, $"{path}[{i}]"))
            : [new Leaf(path, type, 0)];
    }

    // A value, and the bits from which C makes the same.
    private static (NativeArgument Value, long Bits) Next(Leaf leaf, Random random)
    {
        byte[] bytes = new byte[sizeof(long)];
        random.NextBytes(bytes);
        long bits = BitConverter.ToInt64(bytes);
        int unused = 64 - (leaf.Bits > 0 ? leaf.Bits : leaf.Type.Size * 8);
        switch (leaf.Type.Kind)
        {
            case NativeTypeKind.Bool:
                return ((bits & 1) != 0, bits & 1);
            case NativeTypeKind.F32:
                GeneratedScalar.Quieten(bytes.AsSpan(0, sizeof(float)));
                return (BitConverter.ToSingle(bytes), BitConverter.ToInt32(bytes));
            case NativeTypeKind.F64:
                GeneratedScalar.Quieten(bytes);
                return (BitConverter.ToDouble(bytes), BitConverter.ToInt64(bytes));
            case NativeTypeKind.LongDouble:
                double number = random.NextDouble() * 1e9;
                return (number, BitConverter.DoubleToInt64Bits(number));
            case NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64:
                return (bits << unused >> unused, bits << unused >> unused);
            case NativeTypeKind.U8 or NativeTypeKind.U16 or NativeTypeKind.U32 or NativeTypeKind.U64:
                return ((ulong)bits << unused >> unused, (long)((ulong)bits << unused >> unused));
            default:
                return (new ForeignPointer((nint)bits, _generation), bits);
        }
    }

    private static string ToC(GeneratedProgram program, (GeneratedStruct Record, Leaf Leaf)[] all)
    {
        StringBuilder get = new();
        StringBuilder set = new();
        for (int i = 0; i < all.Length; i++)
        {
            (GeneratedStruct record, Leaf leaf) = all[i];
            string member = $"(({record.Spelling} *)p)->{leaf.Path}";
            (string read, string write) = leaf.Type.Kind switch
            {
                NativeTypeKind.Bool when leaf.Bits == 0 => ($"*v = *(unsigned char *)&{member} != 0", $"{member} = *v"),
                NativeTypeKind.F32 or NativeTypeKind.F64 => ($"memcpy(v, &{member}, sizeof {member})", $"memcpy(&{member}, v, sizeof {member})"),
                NativeTypeKind.LongDouble => ($"*(double *)v = {member}", $"{member} = *(double *)v"),
                _ => ($"*v = (long){member}", $"{member} = *v"),
            };
            get.AppendLine(CultureInfo.InvariantCulture, $"    case {i}: {read}; break;");
            set.AppendLine(CultureInfo.InvariantCulture, $"    case {i}: {write}; break;");
        }

        return $$"""
            #include <stdbool.h>
            #include <stddef.h>
            #include <stdint.h>
            #include <string.h>
            #include <uchar.h>
            {{program.Definitions}}
            void get(int which, void *p, long *v)
            {
                *v = 0;
                switch (which) {
            {{get}}    }
            }
            void set(int which, void *p, long *v)
            {
                switch (which) {
            {{set}}    }
            }

            """;
    }

    private static long BitsOf(NativeValue value) => value.Kind switch
    {
        NativeTypeKind.Pointer or NativeTypeKind.Function => value.ToPointer().Address,
        NativeTypeKind.LongDouble => BitConverter.DoubleToInt64Bits(value.ToDouble()),
        NativeTypeKind.F32 => BitConverter.SingleToUInt32Bits(value.ToSingle()),
        _ => GeneratedScalar.BitsOf(value),
    };

    private static void Compare(GeneratedStruct type, Leaf leaf, byte[] ours, byte[] theirs, string what) => Assert.True(
        ours.AsSpan().SequenceEqual(theirs),
        $"'{leaf.Path}' of {type.Definition} is {what} as {Convert.ToHexString(ours)} and by C as {Convert.ToHexString(theirs)}. {GeneratedSeed.Hint}");
}
