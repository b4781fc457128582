using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

public sealed class GeneratedStructTests
{
    private const int CallsOfEach = 3;

    [Fact]
    public void Functions_OfRandomSignaturesWithStructs_SeeAndAnswerEveryByte() => Check(GeneratedSeed.Begin(), records: 120, functions: 300);

    [Fact]
    [Trait("Category", "Long")]
    public void Functions_OfManyRandomSignaturesWithStructs_SeeAndAnswerEveryByte()
    {
        Random random = GeneratedSeed.Begin();
        for (int round = 0; round < 10; round++)
        {
            Check(random, records: 200, functions: 1000);
        }
    }

    private static void Check(Random random, int records, int functions)
    {
        GeneratedProgram program = GeneratedProgram.Create(random, records, functions);
        using GeneratedLibrary library = new("structs", program.Functions, program.Definitions, program.Optimisation);
        GeneratedDoor door = new(library);
        foreach (GeneratedFunction function in program.Functions)
        {
            door.Check(library, function, random, CallsOfEach);
        }
    }
}
