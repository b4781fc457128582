using System.Runtime.InteropServices;
using System.Text;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Global variables of random types, alone, in arrays and const: every byte that is read and written, and that const ones refuse.</summary>
public sealed class GeneratedVariableTests
{
    private const int Length = 3;

    private static readonly LibraryGeneration _generation = new("variables", 1);

    [Fact]
    public void Variables_OfRandomTypes_AreReadAndWrittenByteByByte()
    {
        Random random = GeneratedSeed.Begin();
        GeneratedProgram program = GeneratedProgram.Create(random, records: 150, functions: 0);
        GeneratedType[] types = [.. program.Types.Where(type => type is not GeneratedWidened && type.Size > 0)];
        StringBuilder source = new("#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <uchar.h>\n");
        source.AppendLine(program.Definitions);
        for (int i = 0; i < types.Length; i++)
        {
            source.AppendLine($"{types[i].Spelling} v{i}; {types[i].Spelling} c{i}; {types[i].Spelling} a{i}[{Length}];");
        }

        nint library = NativeLibrary.Load(CCompiler.Compile("variables", source.ToString(), "-w"));
        TypeScope scope = TypeScope.Parse(program.Definitions);
        for (int i = 0; i < types.Length; i++)
        {
            CheckOne(types[i], Find(library, scope, $"extern {types[i].Spelling} v{i};"), null, 0, random);
            CheckConst(types[i], Find(library, scope, $"extern {types[i].Spelling} const c{i};"), random);
            NativeVariableAt array = Find(library, scope, $"extern {types[i].Spelling} a{i}[{Length}];");
            int element = random.Next(Length);
            CheckOne(types[i], array, $"[{element}]", element * types[i].Size, random);
        }

        NativeLibrary.Free(library);
    }

    private readonly record struct NativeVariableAt(NativeVariable Variable, nint Address);

    private static NativeVariableAt Find(nint library, TypeScope scope, string text)
    {
        SymbolDeclaration declaration = CPrototype.Parse(text, scope);
        nint address = NativeLibrary.GetExport(library, declaration.Name);
        return new NativeVariableAt(new NativeVariable(declaration, address, _generation), address);
    }

    private static void CheckOne(GeneratedType type, NativeVariableAt at, string? path, int offset, Random random)
    {
        byte[] first = type.RandomValue(random);
        Marshal.Copy(first, 0, at.Address + offset, first.Length);
        Compare(type, first, type.ToBytes(at.Variable.Read(path)), "read");

        byte[] second = type.RandomValue(random);
        at.Variable.Write(type.ToArgument(second), path);
        byte[] there = new byte[second.Length];
        Marshal.Copy(at.Address + offset, there, 0, there.Length);
        Compare(type, second, there, "written");
        Compare(type, second, type.ToBytes(at.Variable.Read(path)), "read again");
    }

    private static void CheckConst(GeneratedType type, NativeVariableAt at, Random random)
    {
        byte[] value = type.RandomValue(random);
        Marshal.Copy(value, 0, at.Address, value.Length);

        Assert.True(at.Variable.IsReadOnly, $"const {type} is not read-only.");
        Assert.Throws<InvalidOperationException>(() => at.Variable.Write(type.ToArgument(type.RandomValue(random))));
        Assert.Throws<InvalidOperationException>(() => at.Variable.View().WriteByte(0, 1));
        Compare(type, value, type.ToBytes(at.Variable.Read()), "read of a const variable");
    }

    private static void Compare(GeneratedType type, byte[] expected, byte[] actual, string what) => Assert.True(
        type.Significant(expected).AsSpan().SequenceEqual(type.Significant(actual)),
        $"{(type as GeneratedStruct)?.Definition ?? type.Spelling} {what} is {Convert.ToHexString(actual)} and not {Convert.ToHexString(expected)}. {GeneratedSeed.Hint}");
}
