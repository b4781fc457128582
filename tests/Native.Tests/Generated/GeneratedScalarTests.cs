using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

public sealed class GeneratedScalarTests
{
    private const int Functions = 300;
    private const int WideFunctions = 12;
    private const int CallsOfEach = 4;

    [Fact]
    public void Functions_OfRandomScalarSignatures_SeeAndAnswerEveryByte()
    {
        Random random = GeneratedSeed.Begin();
        GeneratedType[] types = [.. GeneratedScalar.All];
        GeneratedFunction[] functions =
        [
            .. Enumerable.Range(0, Functions).Select(i => GeneratedFunction.Random(random, $"f{i}", types, mostParameters: 20)),
            .. Enumerable.Range(0, WideFunctions).Select(i => GeneratedFunction.Random(random, $"wide{i}", types, mostParameters: 64)),
            Widest(random, types),
        ];
        using GeneratedLibrary library = new("scalars", functions);
        GeneratedDoor door = new(library);
        foreach (GeneratedFunction function in functions)
        {
            door.Check(library, function, random, CallsOfEach);
        }
    }

    private static GeneratedFunction Widest(Random random, GeneratedType[] types) =>
        new("widest", [.. Enumerable.Range(0, 64).Select(_ => types[random.Next(types.Length)])], GeneratedScalar.Bool);
}
