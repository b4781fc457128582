using System.Diagnostics;

namespace ActorFfi;

/// <summary>Moves a thread off the processor of the thread that wakes it, where the system keeps both on one.</summary>
/// <remarks>
/// <para>With few processors the system may wake a thread where its waker runs although another processor is idle, and so at each call again: then
/// neither side can spin with success, and a call costs two switches instead of two transfers of a line of memory, ten times as much.</para>
/// <para>Whoever was woken there many times in quick succession moves, once. Where that does not last, because others have work for the
/// processors, it is done ever more rarely. The processors that the thread may use are the same afterwards. Threads: one.</para>
/// </remarks>
internal sealed class StepAside
{
    private const int Few = 16;
    private const int Many = 4096;

    private static readonly long _quick = Stopwatch.Frequency / 10_000; // 100 microseconds.
    private static readonly long _lasting = Stopwatch.Frequency / 100; // 10 milliseconds.

    private int _needed = Few;
    private int _together;
    private long _wokenAt;
    private long _movedAt;

    /// <summary>Looks at where the thread was woken, and moves it if it has been there too often.</summary>
    /// <param name="waker">The processor of the waking thread; negative where it is unknown.</param>
    /// <returns>Whether the thread has moved.</returns>
    public bool Woken(int waker)
    {
        long now = Stopwatch.GetTimestamp();
        bool isQuick = now - _wokenAt < _quick;
        _wokenAt = now;
        if (waker < 0 || ThreadProcessors.Current != waker)
        {
            _together = 0;
            return false;
        }

        _together = isQuick ? _together + 1 : 1;
        if (_together < _needed)
        {
            return false;
        }

        _together = 0;
        _needed = now - _movedAt < _lasting ? Math.Min(Many, _needed * 2) : Few;
        _movedAt = now;
        return TryLeave(waker);
    }

    private static bool TryLeave(int processor)
    {
        if (ThreadProcessors.Allowed() is not { } allowed || processor / 8 >= allowed.Length)
        {
            return false;
        }

        byte[] others = [.. allowed];
        others[processor / 8] &= (byte)~(1 << (processor % 8));
        return others.AsSpan().ContainsAnyExcept((byte)0) && ThreadProcessors.TryAllow(others) && ThreadProcessors.TryAllow(allowed);
    }
}
