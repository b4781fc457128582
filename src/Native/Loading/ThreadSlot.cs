// Safety: the head is memory of the slot itself, as large as that of any frame.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Where a thread says which start of a library it is using right now, so that nobody unloads that meanwhile.</summary>
/// <remarks>
/// <para>Saying so is a plain store to memory that no other thread writes. Whoever unloads marks the generation ended, makes all threads
/// pass a barrier (<see cref="Interlocked.MemoryBarrierProcessWide"/>), and looks at all slots: a thread either sees the mark, or is seen.</para>
/// <para>Threads: each writes its own; <see cref="ThreadSlots"/> has them all.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct ThreadSlot
{
    /// <summary>What <see cref="User"/> holds while the thread uses nothing.</summary>
    public const long Nobody = 0;

    /// <summary>The <see cref="LibraryGeneration.Id"/> of what the thread uses.</summary>
    [FieldOffset(0)]
    public long User;

    /// <summary>Where <see cref="IsRefused"/> lies, in bytes.</summary>
    public const int RefusedOffset = 8;

    /// <summary>Where the head lies, in bytes.</summary>
    public const int HeadOffset = 16;

    /// <summary>Not 0 where the thread's last short call was refused, until somebody has seen that.</summary>
    [FieldOffset(RefusedOffset)]
    public int IsRefused;

    /// <summary>The head of the frame of the thread's short calls, of which there is one at a time.</summary>
    public byte* Head => (byte*)Unsafe.AsPointer(ref this) + HeadOffset;

    /// <summary>The slot that has a head.</summary>
    public static ThreadSlot* Of(nint head) => (ThreadSlot*)(head - HeadOffset);
}
