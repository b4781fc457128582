using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace ActorFfi.Tests.Generated;

/// <summary>Generated functions, compiled into a library, and what each call of one has to exchange.</summary>
internal sealed partial class GeneratedLibrary : IDisposable
{
    private const int MostArguments = 64;

    private const string Headers = "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdarg.h>\n#include <string.h>\n#include <uchar.h>\n";

    private readonly nint _handle;
    private readonly nint _record;
    private readonly nint _reply;
    private readonly nint _sent;
    private readonly nint _got;

    public GeneratedLibrary(string name, IReadOnlyCollection<GeneratedFunction> functions, string definitions = "", string optimisation = "-O1")
    {
        StringBuilder source = new(Headers);
        source.AppendLine(definitions);
        source.AppendLine($"unsigned char record[{MostArguments}][{GeneratedFunction.RecordSize}], reply[{GeneratedFunction.RecordSize}];");
        source.AppendLine($"unsigned char sent[{MostArguments}][{GeneratedFunction.RecordSize}], got[{GeneratedFunction.RecordSize}];");
        foreach (GeneratedFunction function in functions)
        {
            source.AppendLine(function.ToC()).AppendLine(function.CanCallBack ? function.CallerToC() : "");
        }

        Definitions = definitions;
        Prototypes = [.. functions.Select(function => function.Prototype), .. functions.Where(function => function.CanCallBack).Select(function => function.CallerPrototype)];
        Path = CCompiler.Compile(name, source.ToString(), definitions.Length == 0 ? [optimisation] : [optimisation, "-w"]);
        _handle = NativeLibrary.Load(Path);
        _record = NativeLibrary.GetExport(_handle, "record");
        _reply = NativeLibrary.GetExport(_handle, "reply");
        _sent = NativeLibrary.GetExport(_handle, "sent");
        _got = NativeLibrary.GetExport(_handle, "got");
    }

    /// <summary>The file of the library.</summary>
    public string Path { get; }

    /// <summary>The types that the prototypes name.</summary>
    public string Definitions { get; }

    /// <summary>The prototypes of all functions, those that call back included.</summary>
    public string[] Prototypes { get; }

    /// <summary>A call of a function with random values, which answers with random values.</summary>
    public GeneratedExchange Call(GeneratedFunction function, Random random)
    {
        GeneratedType[] types = [.. function.Parameters, .. function.Extra];
        byte[][] values = [.. types.Select(type => type.RandomValue(random))];
        byte[] result = function.Result?.RandomValue(random) ?? [];
        Marshal.Copy(function.Result?.Soiled(result, random) ?? [], 0, _reply, result.Length);
        return new GeneratedExchange(function.Name, [.. values.Select((value, i) => types[i].ToArgument(value))], answer =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                Compare(function, types[i], values[i], Read(_record + (i * GeneratedFunction.RecordSize), values[i].Length), $"argument p{i}");
            }

            CompareResult(function, result, function.Result?.ToBytes(answer) ?? []);
        });
    }

    /// <summary>A call of the function that calls back, with random values both ways.</summary>
    public GeneratedExchange CallBack(GeneratedFunction function, Random random)
    {
        byte[][] values = [.. function.Parameters.Select(type => type.RandomValue(random))];
        byte[] result = function.Result?.RandomValue(random) ?? [];
        for (int i = 0; i < values.Length; i++)
        {
            Marshal.Copy(function.Parameters[i].Soiled(values[i], random), 0, _sent + (i * GeneratedFunction.RecordSize), values[i].Length);
        }

        byte[][]? seen = null;
        bool isTyped = random.Next(2) == 0;
        return new GeneratedExchange(function.CallerName, [isTyped ? Typed(function, result, arguments => seen = arguments) : Callback(function, result, arguments => seen = arguments)], _ =>
        {
            Assert.True(seen?.Length == values.Length, $"{function.CallerPrototype}: the callback saw {seen?.Length ?? -1} arguments. {GeneratedSeed.Hint}");
            for (int i = 0; i < values.Length; i++)
            {
                Compare(function, function.Parameters[i], values[i], seen![i], $"callback's argument p{i}");
            }

            CompareResult(function, result, Read(_got, result.Length));
        });
    }

    public void Dispose()
    {
        NativeLibrary.Free(_handle);
        Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }

    private static NativeArgument Callback(GeneratedFunction function, byte[] result, Action<byte[][]> see)
    {
        void See(ReadOnlySpan<NativeValue> arguments)
        {
            byte[][] seen = new byte[arguments.Length][];
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = function.Parameters[i].ToBytes(arguments[i]);
            }

            see(seen);
        }

        return function.Result is not { } type
            ? NativeArgument.Callback(new CallbackAction(See))
            : NativeArgument.Callback(new CallbackHandler(arguments =>
            {
                See(arguments);
                return type.ToArgument(result);
            }));
    }

    private static NativeArgument Typed(GeneratedFunction function, byte[] result, Action<byte[][]> see) =>
        NativeArgument.Callback(GeneratedHandler.Of(function, arguments =>
        {
            see([.. arguments.Select((argument, i) => function.Parameters[i].ToBytes(argument))]);
            return function.Result?.ToManaged(result);
        }));

    private static byte[] Read(nint address, int length)
    {
        byte[] bytes = new byte[length];
        Marshal.Copy(address, bytes, 0, length);
        return bytes;
    }

    private void CompareResult(GeneratedFunction function, byte[] expected, byte[] actual)
    {
        if (function.Result is { } type)
        {
            Compare(function, type, expected, actual, "the result");
        }
    }

    private void Compare(GeneratedFunction function, GeneratedType type, byte[] expected, byte[] actual, string what) => Assert.True(
        type.Significant(expected).AsSpan().SequenceEqual(type.Significant(actual)),
        $"{function.Prototype}: {what} of {((type as GeneratedStruct)?.Definition is { } definition ? WithParts(definition) : type.Spelling)} was {Convert.ToHexString(type.Significant(expected))} and arrived as {Convert.ToHexString(type.Significant(actual))}. {GeneratedSeed.Hint}");

    // With the definitions of what its members are of, so that it can be looked at alone.
    private string WithParts(string definition)
    {
        List<string> all = [definition];
        for (int i = 0; i < all.Count; i++)
        {
            IEnumerable<string> parts = Tag().Matches(all[i]).Select(match => $"{match.Value} {{");
            all.AddRange(Definitions.Split('\n').Where(line => parts.Any(part => line.StartsWith(part, StringComparison.Ordinal)) && !all.Contains(line)));
        }

        return string.Join(" ", Enumerable.Reverse(all));
    }

    [GeneratedRegex(@"(struct|union) r\d+")]
    private static partial Regex Tag();
}
