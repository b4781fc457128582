using System.Numerics;

namespace ActorFfi;

/// <summary>Keeps used blocks for the next buffer: a slot per thread and size class, and behind it a shelf per class.</summary>
/// <remarks>
/// Size classes are powers of two from 64 bytes to 1 MiB; larger blocks go back to the system at once.
/// Resting blocks are strongly held, so that their finalizers do not run while they rest.
/// </remarks>
internal static class NativeBlockPool
{
    /// <summary>The size class of blocks that are too large to be kept.</summary>
    public const int Unpooled = -1;

    private const int SmallestShift = 6;
    private const int LargestShift = 20;

    /// <summary>Blocks up to 64 KiB rest in a slot of their thread; a slot for larger ones would hold too much per thread.</summary>
    private const int SlotCount = 11;

    private static readonly BlockShelf[] _shelves = CreateShelves();

    /// <summary>The slots of this thread; none on the finalizer thread.</summary>
    [ThreadStatic]
    private static NativeBlock?[]? _slots;

    /// <summary>Gives a resting block, or a fresh one, of at least that many bytes; its contents are whatever they are.</summary>
    /// <exception cref="OutOfMemoryException">The system refuses that much memory.</exception>
    public static NativeBlock Rent(long length)
    {
        int sizeClass = ClassOf(length);
        if (sizeClass == Unpooled)
        {
            return new NativeBlock(length, Unpooled);
        }

        return TakeFromSlot(sizeClass) ?? _shelves[sizeClass].Take() ?? new NativeBlock(1L << (sizeClass + SmallestShift), sizeClass);
    }

    /// <summary>Takes a block that its buffer gave back; frees it where there is no room.</summary>
    public static void Return(NativeBlock block)
    {
        int sizeClass = block.SizeClass;
        NativeBlock?[] slots = _slots ??= new NativeBlock?[SlotCount];
        bool keeps = sizeClass != Unpooled && slots.Length > 0;
        if (!keeps || !(TryPutIntoSlot(slots, sizeClass, block) || _shelves[sizeClass].TryPut(block)))
        {
            block.DiscardUnpooled();
        }
    }

    /// <summary>Makes the calling thread free what it gives back instead of keeping it.</summary>
    internal static void CloseThisThread() => _slots = [];

    /// <summary>The smallest class whose blocks hold that many bytes.</summary>
    internal static int ClassOf(long length)
    {
        if (length > 1L << LargestShift)
        {
            return Unpooled;
        }

        return length <= 1L << SmallestShift ? 0 : BitOperations.Log2((ulong)length - 1) + 1 - SmallestShift;
    }

    private static NativeBlock? TakeFromSlot(int sizeClass)
    {
        NativeBlock?[]? slots = _slots;
        if (slots is null || (uint)sizeClass >= (uint)slots.Length)
        {
            return null;
        }

        NativeBlock? block = slots[sizeClass];
        slots[sizeClass] = null;
        return block;
    }

    private static bool TryPutIntoSlot(NativeBlock?[] slots, int sizeClass, NativeBlock block)
    {
        if ((uint)sizeClass >= (uint)slots.Length || slots[sizeClass] is not null)
        {
            return false;
        }

        slots[sizeClass] = block;
        return true;
    }

    private static BlockShelf[] CreateShelves()
    {
        FinalizerThreadMark.Plant();
        BlockShelf[] shelves = new BlockShelf[LargestShift - SmallestShift + 1];
        for (int sizeClass = 0; sizeClass < shelves.Length; sizeClass++)
        {
            shelves[sizeClass] = new BlockShelf(1L << (sizeClass + SmallestShift));
        }

        return shelves;
    }
}
