namespace ActorFfi.Actors.Tests.Queues;

public sealed class MailboxTests() : MailboxContract(IsolationMode.None)
{
    [Fact]
    public async Task Idle_threads_end_and_come_back_on_demand()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Options.IdleTimeout = TimeSpan.FromMilliseconds(1));
        SymbolRef threadId = ffi[FixtureLibrary.Name]["thread_id"];
        for (int i = 0; i < 5; i++)
        {
            await threadId.CallAsync();
            Eventually.Holds(() => threadId.Entry.Mailbox.Workers == 0, "the idle thread ended");
        }
    }
}
