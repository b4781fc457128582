// Safety: a slot is native memory that is freed only after its thread has ended, when the keeper which only the thread refers
// to is finalized; whoever looks at the slots of others holds the lock under which they are forgotten before that.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The slots of all threads that have used a library.</summary>
/// <remarks>Threads: any; the set is guarded by the lock.</remarks>
internal static unsafe class ThreadSlots
{
    private static readonly Lock _gate = new();
    private static readonly HashSet<nint> _all = []; // Guarded by _gate.

    [ThreadStatic]
    private static Keeper? _keeper;

    /// <summary>The slot of this thread, which is made when it is first asked for.</summary>
    public static ThreadSlot* Own
    {
        get
        {
            if (OwnThreadSlot.Address == null)
            {
                _keeper = new Keeper();
                OwnThreadSlot.Address = _keeper.Slot;
            }

            return OwnThreadSlot.Address;
        }
    }

    /// <summary>How many threads have one.</summary>
    public static int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Whether a thread uses a generation.</summary>
    public static bool HaveUser(long generation)
    {
        lock (_gate)
        {
            foreach (nint slot in _all)
            {
                if (Volatile.Read(ref ((ThreadSlot*)slot)->User) == generation)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What only its thread refers to, so that it is finalized when that has ended.</summary>
    private sealed class Keeper
    {
        private const int CacheLine = 64;

        public Keeper()
        {
            Slot = (ThreadSlot*)NativeMemory.AlignedAlloc((nuint)sizeof(ThreadSlot), CacheLine);
            *Slot = default;
            lock (_gate)
            {
                _all.Add((nint)Slot);
            }
        }

        ~Keeper()
        {
            lock (_gate)
            {
                _all.Remove((nint)Slot);
            }

            NativeMemory.AlignedFree(Slot);
        }

        public ThreadSlot* Slot { get; }
    }
}
