// Safety: the address is of an allocation of `capacity + Alignment` bytes that this object alone frees, once, when no
// buffer leases it (the states of MemoryBlock see to that); it is null where the constructor threw, and free(NULL) is defined. Zero clears at most `capacity` bytes from the aligned address.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>A block of native memory, aligned to a cache line; zeroed when fresh, dirty once it was leased.</summary>
internal sealed unsafe class NativeBlock : MemoryBlock
{
    /// <summary>The alignment of every block, in bytes.</summary>
    public const int Alignment = 64;

    private readonly void* _allocation;
    private readonly nint _address;

    /// <summary>Whether a buffer may have written to it; belongs to who leases the block.</summary>
    private bool _dirty;

    /// <summary>Allocates the memory, zeroed by the system, so that untouched pages of a large block cost nothing.</summary>
    /// <exception cref="OutOfMemoryException">The system refuses that much memory.</exception>
    public NativeBlock(long capacity, int sizeClass)
    {
        _allocation = Allocate(capacity);
        _address = (nint)(((nuint)_allocation + Alignment - 1) & ~(nuint)(Alignment - 1));
        Capacity = capacity;
        SizeClass = sizeClass;
    }

    /// <summary>How many bytes it can hold.</summary>
    public long Capacity { get; }

    /// <summary>The pool's class that it belongs to, or <see cref="NativeBlockPool.Unpooled"/>.</summary>
    public int SizeClass { get; }

    public override nint Address => _address;

    /// <summary>Makes the first bytes zero before a buffer shows them.</summary>
    public void Zero(long length)
    {
        if (_dirty)
        {
            NativeMemory.Clear((void*)_address, (nuint)length);
        }

        _dirty = true;
    }

    /// <summary>Says that a buffer will write here without asking for zeroes.</summary>
    public void MarkDirty() => _dirty = true;

    /// <summary>Frees a block that the pool has no room for.</summary>
    public void DiscardUnpooled() => Discard();

    protected override void Rest() => NativeBlockPool.Return(this);

    protected override void Free() => NativeMemory.Free(_allocation);

    private static void* Allocate(long capacity)
    {
        try
        {
            return NativeMemory.AllocZeroed((nuint)capacity + Alignment);
        }
        catch (OutOfMemoryException failure)
        {
            throw new OutOfMemoryException(
                $"A buffer of {capacity:N0} bytes could not be allocated: the system has no such memory to give. Ask for less, or dispose other buffers first.", failure);
        }
    }
}
