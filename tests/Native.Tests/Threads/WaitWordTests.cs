namespace ActorFfi.Native.Tests.Threads;

/// <summary>The contract of words that threads sleep on, whatever the platform sleeps with.</summary>
public abstract class WaitWordTests
{
    private const int Rest = 7;
    private const int Go = 8;

    internal abstract WaitWord Create();

    [Fact]
    public void Wait_AnotherValue_ReturnsAtOnce()
    {
        WaitWord word = Create();
        word.Wait(Rest, Timeout.InfiniteTimeSpan);
        Assert.Equal(0, Volatile.Read(ref word.Value));
    }

    [Fact]
    public void Wait_NobodyWakes_EndsAfterTheTimeout()
    {
        WaitWord word = Create();
        Volatile.Write(ref word.Value, Rest);
        word.Wait(Rest, TimeSpan.FromMilliseconds(1));
        Assert.Equal(Rest, Volatile.Read(ref word.Value));
    }

    [Fact]
    public void Wake_SleepersInTurn_EachComesBack()
    {
        WaitWord word = Create();
        Volatile.Write(ref word.Value, Rest);
        Thread[] sleepers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => SleepUntilGo(word)))];
        Array.ForEach(sleepers, static sleeper => sleeper.Start());
        Volatile.Write(ref word.Value, Go);
        Array.ForEach(sleepers, _ => word.Wake());
        Array.ForEach(sleepers, static sleeper => sleeper.Join());
        Assert.Equal(Go, Volatile.Read(ref word.Value));
    }

    [Fact]
    public void Wake_BackAndForthManyTimes_NoneIsLost()
    {
        const int Rounds = 2000;
        WaitWord ping = Create();
        WaitWord pong = Create();
        Thread other = new(() =>
        {
            for (int i = 1; i <= Rounds; i++)
            {
                WaitFor(ping, i);
                Announce(pong, i);
            }
        });
        other.Start();
        for (int i = 1; i <= Rounds; i++)
        {
            Announce(ping, i);
            WaitFor(pong, i);
        }

        other.Join();
        Assert.Equal(Rounds, Volatile.Read(ref pong.Value));
    }

    private static void SleepUntilGo(WaitWord word)
    {
        while (Volatile.Read(ref word.Value) == Rest)
        {
            word.Wait(Rest, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Announce(WaitWord word, int value)
    {
        Interlocked.Exchange(ref word.Value, value);
        word.Wake();
    }

    private static void WaitFor(WaitWord word, int value)
    {
        while (Volatile.Read(ref word.Value) != value)
        {
            word.Wait(value - 1, Timeout.InfiniteTimeSpan);
        }
    }
}
