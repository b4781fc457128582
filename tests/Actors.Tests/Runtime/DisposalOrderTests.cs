using System.Globalization;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Pointers, views, functions, structs, variables, callbacks, buffers, calls and the runtime, used while they are let go of in every order.</summary>
/// <remarks>What is used too late raises a typed error. Whatever else happens would end the process. The seed is that of all generated tests.</remarks>
[Collection(nameof(Alone))]
public sealed class DisposalOrderTests
{
    private const int Rounds = 12;
    private const int StepsOfEach = 4;

    [Fact]
    public async Task Everything_DisposedInAnyOrder_IsRightOrRaisesATypedError()
    {
        Random random = GeneratedSeed.Begin();
        for (int round = 0; round < Rounds; round++)
        {
            await RunAsync(random);
        }
    }

    private static async Task RunAsync(Random random)
    {
        FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        SymbolRef apply = library["apply"];
        ForeignPointer table = library["the_table"].Invoke().ToPointer();
        ForeignPointerView view = table.View(16);
        ForeignFunction function = library["the_function"].Invoke().ToFunction()!;
        NativeStruct behind = NativeStruct.Behind(TypeScope.Parse("struct pair { int32_t a, b; };").TypeOf("struct pair"), table);
        StoredCallback own = library.CreateCallback("int32_t (*)(int32_t)", (int value) => value + 1);
        StoredCallback free = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 2, new CallbackOptions { ThreadSafe = true });
        StoredCallback kept = library.CreateCallback("void (*)(void)", () => { });
        library["keep_callback"].Invoke(kept);
        OwnedBuffer buffer = library.Allocate(64);
        OwnedBuffer lent = library.Allocate(64);
        library["keep_buffer"].Invoke(lent);
        NativeCall call = new(library["keep_buffer"], library.Allocate(8));
        Task<NativeReply>[] running = [.. Enumerable.Range(0, 4).Select(i => library["triple_slowly"].TryCallAsync(i, 500).AsTask())];

        Func<Task>[] ends =
        [
            Now(own.Dispose), Now(free.Dispose), Now(kept.Dispose), Now(buffer.Dispose), Now(lent.Dispose), Now(call.Dispose),
            () => library.RestartAsync(), () => ffi.DisposeAsync().AsTask(), Now(GC.Collect), Now(() => lent.Reclaim()),
        ];
        Func<Task>[] uses =
        [
            Now(() => Assert.Equal(40, view.ReadInt32(12))), Now(() => table.View(4).ReadInt32()), Now(() => Assert.Equal(14, function.Invoke(7).ToInt32())),
            Now(() => behind["b"].ToInt32()), Now(() => Assert.Equal(6, apply.Invoke(own, 5).ToInt32())), Now(() => Assert.Equal(7, apply.Invoke(free, 5).ToInt32())),
            Now(() => Assert.Equal(10, apply.Invoke(function, 5).ToInt32())), Now(() => buffer.Read(bytes => bytes.Length)), Now(() => buffer.WriteFunction(0, function)),
            async () => Assert.Equal(14, (await function.CallAsync(7)).Value.ToInt32()), Now(() => library.ReadPointer(buffer, 8)), Now(() => lent.Length.ToString(CultureInfo.InvariantCulture)),
            async () => Assert.Equal(7, (await apply.CallAsync(free, 5)).Value.ToInt32()),
        ];
        Func<Task>[] steps = [.. ends, .. Enumerable.Repeat(uses, StepsOfEach).SelectMany(use => use), .. ends];
        random.Shuffle(steps);
        foreach (Func<Task> step in steps)
        {
            await TryAsync(step);
        }

        await ffi.DisposeAsync();
        Array.ForEach(await Task.WhenAll(running).Within(), reply => Assert.True(reply.Failure is null or ActorFfiException, reply.Failure?.ToString()));
        foreach (Func<Task> step in steps)
        {
            await TryAsync(step);
        }
    }

    // Anything but these is a fault of the runtime.
    private static async Task TryAsync(Func<Task> step)
    {
        Exception? error = await Record.ExceptionAsync(() => step().Within());
        Assert.True(error is null or ActorFfiException or ObjectDisposedException or InvalidOperationException, $"{GeneratedSeed.Hint} {error}");
    }

    private static Func<Task> Now(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
