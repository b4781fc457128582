using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>The trampolines of the process: which target each leads to, which are free, which are resting.</summary>
/// <remarks>
/// A trampoline whose callback was disposed goes on leading to it, so that native code that calls it all the same is told so. It
/// is used again only after <see cref="Quarantine"/> later disposals, and executable memory is never given back: that bounds it by
/// the most callbacks that ever lived at once, and the quarantine. Threads: any.
/// </remarks>
internal static class TrampolinePool
{
    /// <summary>How many callbacks are disposed before a trampoline leads to another one.</summary>
    public const int Quarantine = 4096;

    /// <summary>The size of the piece of memory that trampolines are made in.</summary>
    public const int ChunkSize = 1 << 16;

    // A region that nothing else is put into by itself, so that guests have the same addresses free.
    private const long FirstChunk = 0x3A00_0000_0000;

    private const int PerChunk = (ChunkSize - TrampolineCode.CommonSize) / TrampolineCode.Size;

    private static readonly Lock _gate = new();
    private static readonly List<nint> _chunks = []; // Guarded by _gate, like the queue and the count.
    private static readonly Queue<int> _resting = new();
    private static int _used;
    private static int _chunkCount;

    // Replaced by a longer copy under _gate and read without it: a trampoline is handed out after its target is in place.
    private static CallbackTarget[] _targets = [];

    /// <summary>How many chunks there are.</summary>
    public static int Chunks => Volatile.Read(ref _chunkCount);

    /// <summary>The number of the first trampoline of a chunk.</summary>
    public static int FirstOf(int chunk) => chunk * PerChunk;

    /// <summary>The address of a chunk.</summary>
    public static nint AddressOf(int chunk)
    {
        lock (_gate)
        {
            return _chunks[chunk];
        }
    }

    /// <summary>What a trampoline leads to; null where there is none of that number.</summary>
    public static CallbackTarget? Find(int slot)
    {
        CallbackTarget?[] targets = _targets;
        return (uint)slot < (uint)targets.Length ? targets[slot] : null;
    }

    /// <summary>What a trampoline leads to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CallbackTarget TargetOf(int slot) => _targets[slot];

    /// <summary>Makes a trampoline lead to a target.</summary>
    /// <returns>Its slot, to be given back, and its address.</returns>
    public static (int Slot, nint Address) Rent(CallbackTarget target)
    {
        lock (_gate)
        {
            int slot = _resting.Count > Quarantine ? _resting.Dequeue() : NextUnused_NeedsLock();
            Volatile.Write(ref _targets[slot], target);
            nint start = _chunks[slot / PerChunk] + TrampolineCode.CommonSize + (slot % PerChunk * TrampolineCode.Size);
            return (slot, start + target.Layout.WayIn);
        }
    }

    /// <summary>Puts a trampoline to rest.</summary>
    public static void Return(int slot)
    {
        lock (_gate)
        {
            _resting.Enqueue(slot);
        }
    }

    private static int NextUnused_NeedsLock()
    {
        if (_used == _chunks.Count * PerChunk)
        {
            int first = _used;
            _chunks.Add(ExecutableMemory.Create((nint)(FirstChunk + ((long)_chunks.Count * ChunkSize)), ChunkSize, chunk => TrampolineCode.Write(chunk, first, CallbackEntry.Address)));
            CallbackTarget[] longer = new CallbackTarget[_used + PerChunk];
            _targets.CopyTo(longer, 0);
            Volatile.Write(ref _targets, longer);
            Volatile.Write(ref _chunkCount, _chunks.Count);
        }

        return _used++;
    }
}
