namespace ActorFfi.Native.Tests.Generated;

public sealed class GeneratedStructTests
{
    private const int LargestStruct = 200;
    private const int CallsOfEach = 4;

    [Fact]
    public void Functions_OfRandomSignaturesWithStructs_SeeAndAnswerEveryByte() => Check(new Random(GeneratedSeed.Value), records: 120, functions: 300);

    [Fact]
    [Trait("Category", "Long")]
    public void Functions_OfManyRandomSignaturesWithStructs_SeeAndAnswerEveryByte()
    {
        Random random = new(GeneratedSeed.Value);
        for (int round = 0; round < 10; round++)
        {
            Check(random, records: 200, functions: 1000);
        }
    }

    private static void Check(Random random, int records, int functions)
    {
        string definitions = GeneratedRecord.Prelude;
        TypeScope scope = TypeScope.Parse(definitions);
        List<GeneratedType> types = [.. GeneratedScalar.All, new GeneratedLongDouble()];
        List<GeneratedRecord> small = [];
        for (int i = 0; i < records; i++)
        {
            GeneratedRecord record = GeneratedRecord.Random(random, $"r{i}", small, mostMembers: random.Next(1, 6));
            definitions += record.Text + "\n";
            scope = scope.With(record.Text);
            NativeType type = scope.TypeOf(record.Spelling);
            if (type.Size is > 0 and <= 24)
            {
                small.Add(record);
            }

            if (type.Size <= LargestStruct && record.Members.Length > 0)
            {
                types.Add(new GeneratedStruct(type));
            }
        }

        CheckFunctions(random, definitions, [.. types], functions);
    }

    private static void CheckFunctions(Random random, string definitions, GeneratedType[] types, int count)
    {
        GeneratedFunction[] functions =
        [
            .. Enumerable.Range(0, count).Select(i => GeneratedFunction.Random(random, $"f{i}", types, mostParameters: i % 10 == 0 ? 64 : 8)),
            .. Enumerable.Range(0, count / 5).Select(i => Variadic(random, $"v{i}", types)),
        ];
        GeneratedLibrary library = new("structs", functions, definitions);
        foreach (GeneratedFunction function in functions)
        {
            library.Check(function, random, CallsOfEach);
        }
    }

    // What is passed beyond the parameters has been promoted.
    private static GeneratedFunction Variadic(Random random, string name, GeneratedType[] types)
    {
        GeneratedType[] promoted = [.. types.Where(type => type is GeneratedStruct { Size: > 0 } || type.Spelling is "int32_t" or "uint32_t" or "int64_t" or "uint64_t" or "size_t" or "long" or "double")];
        GeneratedFunction function = GeneratedFunction.Random(random, name, types, mostParameters: 6);
        return function with
        {
            Parameters = [types[0], .. function.Parameters],
            Extra = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => promoted[random.Next(promoted.Length)])],
        };
    }
}
