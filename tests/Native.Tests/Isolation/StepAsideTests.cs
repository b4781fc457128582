namespace ActorFfi.Native.Tests.Isolation;

public sealed class StepAsideTests
{
    private const int Many = 1_000_000; // A thread that is held up loses its count, which begins anew.

    [Fact]
    public void Thread_WokenWhereItsWakerRunsAgainAndAgain_MovesAndMayRunWhereItMightBefore()
    {
        (bool moved, byte[]? before, byte[]? after) = OnThreadOfItsOwn(() =>
        {
            byte[]? before = ThreadProcessors.Allowed();
            StepAside aside = new();
            bool moved = Enumerable.Range(0, Many).Any(_ => aside.Woken(ThreadProcessors.Current));
            return (moved, before, ThreadProcessors.Allowed());
        });

        Assert.Equal(CountOf(before!) > 1, moved);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Thread_WithOneProcessor_Stays()
    {
        (bool moved, int count) = OnThreadOfItsOwn(() =>
        {
            int own = ThreadProcessors.Current;
            byte[] mask = new byte[128];
            mask[own / 8] = (byte)(1 << (own % 8));
            Assert.True(ThreadProcessors.TryAllow(mask));
            StepAside aside = new();
            bool moved = Enumerable.Range(0, 1000).Any(_ => aside.Woken(ThreadProcessors.Current));
            return (moved, CountOf(ThreadProcessors.Allowed()!));
        });

        Assert.False(moved);
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData(-1)] // Nobody knows where the waker runs.
    [InlineData(1023)] // Somewhere else.
    public void Thread_WokenFromElsewhere_Stays(int waker)
    {
        StepAside aside = new();

        Assert.DoesNotContain(true, Enumerable.Range(0, 1000).Select(_ => aside.Woken(waker)));
    }

    private static int CountOf(byte[] mask) => mask.Sum(part => int.PopCount(part));

    // What a test does to its thread is not to stay with the pool's.
    private static T OnThreadOfItsOwn<T>(Func<T> function)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() => result = function()));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        return result!;
    }
}
