namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Every accepted call runs at most once and is answered exactly once, whatever happens around it.</summary>
public sealed class AccountingTests
{
    private const int Callers = 64;
    private const int CallsEach = 200;

    [Theory]
    [InlineData(ThreadMode.Dedicated, OverflowMode.Wait)]
    [InlineData(ThreadMode.Dedicated, OverflowMode.Reject)]
    [InlineData(ThreadMode.Shared, OverflowMode.Wait)]
    [InlineData(ThreadMode.Shared, OverflowMode.Reject)]
    public async Task Each_call_of_64_callers_runs_once_and_is_answered_once(ThreadMode threads, OverflowMode overflow)
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync(lib =>
        {
            lib.Threads(threads).Workers(4);
            lib.Options.QueueLimit = 16;
            lib.Options.Overflow = overflow;
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        uint first = CallIds.Next(Callers * CallsEach);
        int[] outcomes = new int[Callers * CallsEach]; // 1 for success, 2 for an answer without execution.
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(library, first, caller, outcomes)))];
        await Task.WhenAll(callers).Within();
        SymbolRef executions = library["executions_of"];
        for (int i = 0; i < outcomes.Length; i++)
        {
            Assert.Equal(outcomes[i] == 1 ? 1 : 0, executions.Invoke(first + (uint)i).ToInt32());
        }

        Assert.Contains(1, outcomes);
        Assert.Contains(2, outcomes);
        Assert.Equal(0, library.LiveBuffers);
        await ffi.DisposeAsync();
    }

    private static async Task CallAsync(LibraryRef library, uint first, int caller, int[] outcomes)
    {
        Random random = new(caller);
        for (int i = 0; i < CallsEach; i++)
        {
            int index = (caller * CallsEach) + i;
            using CancellationTokenSource cancellation = new();
            ValueTask<NativeReply> promise = library["count_call_slowly"].With(cancellation.Token).TryCallAsync(first + (uint)index, random.Next(50));
            if (random.Next(3) == 0)
            {
                await cancellation.CancelAsync();
            }

            NativeReply reply = await promise;
            outcomes[index] += reply.Failure switch
            {
                null => 1,
                OperationCanceledException or CallRefusedException => 2,
                _ => throw new InvalidOperationException("The call failed in an unexpected way.", reply.Failure),
            };
        }
    }
}
