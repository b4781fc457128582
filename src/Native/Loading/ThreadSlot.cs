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

    /// <summary>The result of the thread's last short call.</summary>
    [FieldOffset(16 + FrameLayout.Result)]
    public long Result;

    /// <summary>The head of the frame of the thread's short calls, of which there is one at a time.</summary>
    public byte* Head => (byte*)Unsafe.AsPointer(ref this) + 16;
}
