using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Calls;

public sealed class HandlerAskTests : TestKit
{
    [Fact]
    public async Task Handler_ThatAsksAnActorForItsReplyAndBlocks_IsRefusedByName()
    {
        FfiRuntimeBuilder builder = new();
        builder.AddFixture(library => library.Workers(1).Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);"));
        await using FfiRuntime ffi = new(builder.Build());
        ffi.Start(Sys, () => Task.CompletedTask);
        await ffi.WhenSettled().Within();
        SymbolRef callBack = ffi[FixtureLibrary.Name]["call_back"];
        IActorRef symbol = await Sys.ActorSelection("/user/ffi/fixture/call_back").ResolveOne(TimeSpan.FromSeconds(10));
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        NativeArgument outer = NativeArgument.Callback((int value) =>
            symbol.Ask<NativeReply>(new NativeCall(callBack, inner, value)).Result.Failure is { } failure ? throw failure : value);

        CallRefusedException error = Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(outer, 1).AsTask().Within()).Failure);

        Assert.Equal(("call_back", "call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Equal(3, (await callBack.CallAsync(inner, 2).AsTask().Within()).Value.ToInt32());
    }
}
