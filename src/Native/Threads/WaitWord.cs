namespace ActorFfi;

/// <summary>A 32-bit word that threads of this process sleep on until another one wakes them.</summary>
/// <remarks>It lies alone in its cache lines. Threads: whoever changes the word in a way that sleepers wait for calls <see cref="Wake"/> afterwards.</remarks>
internal abstract class WaitWord
{
    private const int Words = 48;
    private const int Middle = 24;

    private readonly int[] _memory = GC.AllocateArray<int>(Words, pinned: true);

    /// <summary>The word; read and written with <see cref="Volatile"/> or <see cref="Interlocked"/>.</summary>
    public ref int Value => ref _memory[Middle];

    /// <summary>The way of this platform.</summary>
    public static WaitWord Create() => OperatingSystem.IsLinux() ? new FutexWord() : new MonitorWord();

    /// <summary>Sleeps while the word holds the value; may also end early without a reason.</summary>
    /// <param name="value">What the word holds as long as there is nothing to do.</param>
    /// <param name="timeout">How long to sleep at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public abstract void Wait(int value, TimeSpan timeout);

    /// <summary>Wakes one sleeper.</summary>
    public abstract void Wake();
}
