using ActorFfi.Tests.Generated;

namespace ActorFfi.Actors.Tests.Generated;

/// <summary>Random functions through both doors of a running library.</summary>
public sealed class GeneratedCallTests
{
    private const int CallsOfEach = 2;

    [Theory]
    [InlineData(ThreadMode.Shared)]
    [InlineData(ThreadMode.Pinned)]
    public Task Functions_OfRandomSignatures_SeeAndAnswerEveryByteThroughCallAsync(ThreadMode threads) =>
        CheckAsync(GeneratedSeed.Begin(), threads, records: 120, functions: 300);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Functions_OfManyRandomSignatures_SeeAndAnswerEveryByteThroughCallAsync()
    {
        Random random = GeneratedSeed.Begin();
        for (int round = 0; round < 10; round++)
        {
            await CheckAsync(random, ThreadMode.Shared, records: 200, functions: 1000);
        }
    }

    private static async Task CheckAsync(Random random, ThreadMode threads, int records, int functions)
    {
        GeneratedProgram program = GeneratedProgram.Create(random, records, functions);
        using GeneratedLibrary generated = new("actors", program.Functions, program.Definitions, program.Optimisation);
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddLibrary("generated", library =>
        {
            library.Path(generated.Path).Types(generated.Definitions).Threads(threads);
            Array.ForEach(generated.Prototypes, prototype => library.Declare(prototype));
        }));
        foreach (GeneratedFunction function in program.Functions)
        {
            for (int call = 0; call < CallsOfEach; call++)
            {
                await CheckBothDoorsAsync(ffi["generated"], () => generated.Call(function, random));
                if (function.CanCallBack)
                {
                    await CheckBothDoorsAsync(ffi["generated"], () => generated.CallBack(function, random));
                }
            }
        }
    }

    // Each door gets other values, so that none finds what the other left.
    private static async Task CheckBothDoorsAsync(LibraryRef library, Func<GeneratedExchange> next)
    {
        GeneratedExchange nonblocking = next();
        NativeReply reply = await library[nonblocking.Symbol].CallAsync(nonblocking.Arguments);
        nonblocking.Check(reply.Value);
        GeneratedExchange synchronous = next();
        synchronous.Check(library[synchronous.Symbol].Invoke(synchronous.Arguments));
    }
}
