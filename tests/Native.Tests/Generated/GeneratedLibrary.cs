using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Generated functions, compiled and loaded.</summary>
internal sealed class GeneratedLibrary
{
    private readonly nint _record;
    private readonly nint _reply;
    private readonly TypeScope _types;
    private readonly LoadedLibrary _library;

    public GeneratedLibrary(string name, IReadOnlyCollection<GeneratedFunction> functions, string definitions = "")
    {
        _types = TypeScope.Parse(definitions);
        StringBuilder source = new("#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdarg.h>\n#include <string.h>\n#include <uchar.h>\n");
        source.AppendLine(definitions);
        source.AppendLine($"unsigned char record[64][{GeneratedFunction.RecordSize}], reply[{GeneratedFunction.RecordSize}];");
        foreach (GeneratedFunction function in functions)
        {
            source.AppendLine(function.ToC());
        }

        string path = CCompiler.Compile(name, source.ToString(), definitions.Length == 0 ? [] : ["-w"]);
        _library = LoadedLibrary.Open(name, [path], functions.Select(function => CPrototype.Parse(function.Prototype, _types)));
        nint handle = NativeLibrary.Load(path);
        _record = NativeLibrary.GetExport(handle, "record");
        _reply = NativeLibrary.GetExport(handle, "reply");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>Calls a function some times with random values and compares every byte, both ways.</summary>
    public void Check(GeneratedFunction function, Random random, int calls)
    {
        SymbolDeclaration declaration = CPrototype.Parse(function.Prototype, _types);
        NativeFunction native = new(new CallPlan("generated", declaration), _library.AddressOf(function.Name), new LibraryGeneration("generated", 1));
        for (int call = 0; call < calls; call++)
        {
            Check(function, native, random);
        }
    }

    private void Check(GeneratedFunction function, NativeFunction native, Random random)
    {
        GeneratedType[] types = [.. function.Parameters, .. function.Extra];
        byte[][] values = [.. types.Select(type => type.RandomValue(random))];
        byte[] result = function.Result?.RandomValue(random) ?? [];
        Marshal.Copy(result, 0, _reply, result.Length);

        NativeValue answer = native.Invoke([.. values.Select((value, i) => types[i].ToArgument(value))], out _);

        for (int i = 0; i < values.Length; i++)
        {
            byte[] seen = new byte[values[i].Length];
            Marshal.Copy(_record + (i * GeneratedFunction.RecordSize), seen, 0, seen.Length);
            Compare(types[i].Significant(values[i]), types[i].Significant(seen), $"argument p{i}", function);
        }

        Compare(function.Result?.Significant(result) ?? [], function.Result?.Significant(function.Result.ToBytes(answer)) ?? [], "the result", function);
    }

    private static void Compare(byte[] expected, byte[] actual, string what, GeneratedFunction function) => Assert.True(
        expected.AsSpan().SequenceEqual(actual),
        $"{function.Prototype}: {what} was {Convert.ToHexString(expected)} and arrived as {Convert.ToHexString(actual)}. {GeneratedSeed.Hint}");
}
