using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>What a reply carries beside its value: errno, and two times in ticks of the stopwatch; 16 bytes, because every promise has room for a reply.</summary>
/// <remarks>A time has 48 bits; a longer one, of three days and more, stays at the longest.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct ReplyNumbers
{
    private const long LongestTicks = (1L << 48) - 1;

    private readonly uint _queuedLow;
    private readonly uint _ranLow;
    private readonly ushort _queuedHigh;
    private readonly ushort _ranHigh;

    public ReplyNumbers(int errno, long queuedTicks, long ranTicks)
    {
        Errno = errno;
        if ((queuedTicks | ranTicks) != 0)
        {
            queuedTicks = Math.Clamp(queuedTicks, 0, LongestTicks);
            ranTicks = Math.Clamp(ranTicks, 0, LongestTicks);
            _queuedLow = (uint)queuedTicks;
            _queuedHigh = (ushort)(queuedTicks >> 32);
            _ranLow = (uint)ranTicks;
            _ranHigh = (ushort)(ranTicks >> 32);
        }
    }

    /// <summary>The errno.</summary>
    public int Errno { get; }

    /// <summary>How long the call waited; 0 where that was not measured.</summary>
    public long QueuedTicks => ((long)_queuedHigh << 32) | _queuedLow;

    /// <summary>How long native code ran; likewise.</summary>
    public long RanTicks => ((long)_ranHigh << 32) | _ranLow;
}
