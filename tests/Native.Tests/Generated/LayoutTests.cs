using System.Text;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Holds the layouts of generated structs and unions against <c>sizeof</c>, <c>_Alignof</c>, <c>offsetof</c> and written bit-fields.</summary>
public sealed class LayoutTests
{
    // The bits that a bit-field of all ones sets: the first one and their number.
    private const string Helpers = """
        static void bits(const unsigned char *at, size_t size, long *out)
        {
            out[0] = -1;
            out[1] = 0;
            for (size_t i = 0; i < size * 8; i++)
                if (at[i / 8] >> (i % 8) & 1) { out[0] = out[0] < 0 ? (long)i : out[0]; out[1]++; }
        }

        """;

    [Fact]
    public void Layouts_OfRandomStructsAndUnions_AreThoseOfTheCompiler() => Check(GeneratedSeed.Begin(), 400);

    [Fact]
    [Trait("Category", "Long")]
    public void Layouts_OfManyRandomStructsAndUnions_AreThoseOfTheCompiler()
    {
        Random random = GeneratedSeed.Begin();
        for (int round = 0; round < 5; round++)
        {
            Check(random, 1000);
        }
    }

    private static void Check(Random random, int count)
    {
        List<GeneratedRecord> records = [];
        List<GeneratedRecord> small = [];
        TypeScope scope = TypeScope.Parse(GeneratedRecord.Prelude);
        for (int i = 0; i < count; i++)
        {
            records.Add(GeneratedRecord.Random(random, $"r{i}", small.TakeLast(20).ToArray(), mostMembers: 7));
            scope = scope.With(records[^1].Text);
            if (scope.TypeOf(records[^1].Spelling).Size is > 0 and < 200)
            {
                small.Add(records[^1]);
            }
        }

        long[] facts = Facts(records, scope);
        int next = 0;
        foreach (GeneratedRecord record in records)
        {
            foreach ((string what, long value) in Expected(record, scope))
            {
                Assert.True(facts[next] == value, $"{what} of {record.Text} is {facts[next]} and not {value}. {GeneratedSeed.Hint}");
                next++;
            }
        }
    }

    private static IEnumerable<(string What, long Value)> Expected(GeneratedRecord record, TypeScope scope)
    {
        NativeType type = scope.TypeOf(record.Spelling);
        (NativeField Field, int Base)[] fields = [.. Flattened(type, 0)];
        Assert.Equal(record.Members, fields.Select(pair => pair.Field.Name));
        yield return ("sizeof", type.Size);
        yield return ("_Alignof", type.Alignment);
        foreach ((NativeField field, int start) in fields)
        {
            long offset = start + field.Offset;
            yield return (field.Name, field.BitWidth == 0 ? offset : (offset * 8) + field.BitOffset);
            yield return ($"the size of {field.Name}", field.BitWidth == 0 ? field.Type.Size : field.BitWidth);
        }
    }

    private static IEnumerable<(NativeField Field, int Base)> Flattened(NativeType type, int start) => type.Fields.SelectMany(field =>
        field.Name.Length > 0 ? [(field, start)] : Flattened(field.Type, start + field.Offset));

    private static long[] Facts(IReadOnlyList<GeneratedRecord> records, TypeScope scope)
    {
        StringBuilder source = new("#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n#include <uchar.h>\n");
        source.AppendLine(GeneratedRecord.Prelude).AppendLine(Helpers);
        int count = 0;
        StringBuilder body = new();
        foreach (GeneratedRecord record in records)
        {
            source.AppendLine(record.Text);
            body.AppendLine($"    *out++ = sizeof({record.Spelling}); *out++ = _Alignof({record.Spelling});");
            (NativeField Field, int Base)[] fields = [.. Flattened(scope.TypeOf(record.Spelling), 0)];
            count += 2 + (2 * fields.Length);
            foreach ((NativeField field, _) in fields)
            {
                body.AppendLine(field.BitWidth == 0
                    ? $"    *out++ = offsetof({record.Spelling}, {field.Name}); *out++ = sizeof((({record.Spelling} *)0)->{field.Name});"
                    : $"    {{ {record.Spelling} v; memset(&v, 0, sizeof v); v.{field.Name} = {(field.Type.Kind == NativeTypeKind.Bool ? "1" : "-1")}; bits((void *)&v, sizeof v, out); out += 2; }}");
            }
        }

        source.AppendLine("void facts(long *out)\n{").Append(body).AppendLine("}");
        return CCompiler.Facts(CCompiler.Compile("layouts", source.ToString(), "-w"), "facts", count);
    }
}
