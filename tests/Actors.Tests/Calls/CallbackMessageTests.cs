using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Calls;

public sealed class CallbackMessageTests : TestKit
{
    [Fact]
    public async Task Callback_ForAnActor_BecomesAMessage()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(library => library.Declare("void call_back_text_nothing(void (*callback)(const char *), int32_t v);"));
        using StoredCallback callback = ffi["fixture"].CreateCallback("void named(const char *text)", TestActor);

        ffi["fixture"]["call_back_text_nothing"].Invoke(callback, 0);
        await ffi["fixture"]["call_back_text_nothing"].CallAsync(callback, 1);

        foreach (string expected in (string[])["a", "b"])
        {
            CallbackMessage message = ExpectMsg<CallbackMessage>();
            Assert.Equal(("named", expected), (message.Callback, message.Arguments[0].ToText()));
        }
    }

    [Fact]
    public async Task Callback_WithAResult_IsNoMessage()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();

        Assert.Throws<ArgumentException>(() => ffi["fixture"].CreateCallback("int32_t (*)(int32_t)", TestActor));
    }
}
