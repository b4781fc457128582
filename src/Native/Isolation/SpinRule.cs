using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ActorFfi;

/// <summary>When one thread spins before it sleeps: while that has paid of late, and now and then to find out.</summary>
/// <remarks>
/// At most half of the cores spin at a time, of this process. After spins that failed, a growing number of waits goes by without one;
/// each spin that pays halves it.
/// Threads: one.
/// </remarks>
/// <param name="most">At how many spinning threads of this process this one does not become another.</param>
internal sealed class SpinRule(int most)
{
    /// <summary>How often a spinning thread looks at what it waits for between two looks at the clock.</summary>
    public const int LooksPerGlance = 8;

    /// <summary>How often any thread looks before it asks whether to spin: less than a microsecond, in which a short call comes back.</summary>
    public const int FirstLooks = 48;

    private const int FailuresAllowed = 4;
    private const int MostSkipped = 64;

    /// <summary>How long a spin takes at most: 20 microseconds, in ticks of <see cref="Stopwatch"/>.</summary>
    public static readonly long SpinTicks = Stopwatch.Frequency / 50_000;

    /// <summary>How long the system takes at most, as a rule, to wake a thread on another core: 100 microseconds.</summary>
    public static readonly long WakeTicks = Stopwatch.Frequency / 10_000;

    /// <summary>How many threads of a process spin at a time, as a rule: none on a single processor, where who is waited for cannot run meanwhile.</summary>
    public static readonly int MostSpinners = Environment.ProcessorCount / 2;

    private static int _spinners; // Changed interlocked only.

    private int _failures;
    private int _skips;
    private int _left;

    /// <summary>A rule with the usual limit.</summary>
    public SpinRule()
        : this(MostSpinners)
    {
    }

    /// <summary>Lets the other thread of this core work for a moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Relax()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else
        {
            Thread.SpinWait(1);
        }
    }

    /// <summary>Whether to spin now; <see cref="End"/> must follow.</summary>
    public bool TryBegin()
    {
        if (_left > 0)
        {
            _left--;
            return false;
        }

        return TryEnter(most);
    }

    /// <summary>Becomes a spinning thread, unless there are so many; <see cref="Exit"/> must follow.</summary>
    public static bool TryEnter(int most)
    {
        if (Volatile.Read(ref _spinners) >= most)
        {
            return false;
        }

        if (Interlocked.Increment(ref _spinners) <= most)
        {
            return true;
        }

        Exit();
        return false;
    }

    /// <summary>Spins no more.</summary>
    public static void Exit() => Interlocked.Decrement(ref _spinners);

    /// <summary>Forgets what did not pay: the thread has moved to another processor.</summary>
    public void Forget()
    {
        _failures = 0;
        _skips = 0;
        _left = 0;
    }

    /// <summary>Notes whether what was waited for came while spinning.</summary>
    public void End(bool paid)
    {
        Exit();
        _failures = paid ? 0 : _failures + 1;
        if (paid)
        {
            _skips /= 2; // One that paid among many that did not says little.
        }
        else if (_skips > 0 || _failures >= FailuresAllowed)
        {
            _skips = Math.Clamp(_skips * 2, 1, MostSkipped);
        }

        _left = _skips;
    }
}
