// Safety: words lie in shared memory that outlives every use, at addresses that are multiples of their size.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Words in shared memory, read and written as the other side has to see them.</summary>
internal static unsafe class SharedWord
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read64(nint address) => Volatile.Read(ref *(long*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write64(nint address, long value) => Volatile.Write(ref *(long*)address, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read32(nint address) => Volatile.Read(ref *(int*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write32(nint address, int value) => Volatile.Write(ref *(int*)address, value);

    /// <summary>Takes all bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong TakeBits(nint address) => *(ulong*)address == 0 ? 0 : Interlocked.Exchange(ref *(ulong*)address, 0);

    /// <summary>Sets a bit of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetBit(nint address, int bit) => Interlocked.Or(ref *(ulong*)address, 1UL << bit);

    /// <summary>Notes that this thread is about to sleep on a word; what it waits for must be looked at once more before <see cref="Sleep"/>.</summary>
    public static void AnnounceSleep(nint word)
    {
        Volatile.Write(ref *(uint*)word, 1);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Sleeps until <see cref="WakeIfAsleep"/>, or until the time is over.</summary>
    public static void Sleep(nint word, TimeSpan? most) => LinuxCalls.WaitOn((uint*)word, 1, most);

    /// <summary>Sleeps until the time is over, or until <see cref="WakeIfAsleep"/> where somebody else announces it meanwhile.</summary>
    public static void SleepUnannounced(nint word, TimeSpan most) => LinuxCalls.WaitOn((uint*)word, 0, most);

    /// <summary>Notes that this thread does not sleep.</summary>
    public static void Awake(nint word) => Volatile.Write(ref *(uint*)word, 0);

    /// <summary>Wakes whoever sleeps on a word. What is waited for was written before, with a full fence between.</summary>
    /// <returns>Whether anybody slept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WakeIfAsleep(nint word) => Volatile.Read(ref *(uint*)word) != 0 && Wake(word);

    /// <summary>Wakes whoever sleeps on a word.</summary>
    /// <returns>Whether anybody slept.</returns>
    public static bool Wake(nint word)
    {
        bool isAsleep = Interlocked.Exchange(ref *(uint*)word, 0) != 0;
        if (isAsleep)
        {
            LinuxCalls.WakeAll((uint*)word);
        }

        return isAsleep;
    }
}
