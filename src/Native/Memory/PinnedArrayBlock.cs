// Safety: the array is pinned from construction until Free, which the states of MemoryBlock call once; the address is
// that of its first element (or, of an empty array, of where that would be) and stays right for as long.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>A block whose memory is a managed array, taken over from a caller and pinned.</summary>
internal sealed class PinnedArrayBlock : MemoryBlock
{
    /// <summary>Freed once, by Free.</summary>
    private PinnedGCHandle<byte[]> _pin;

    public unsafe PinnedArrayBlock(byte[] array)
    {
        _pin = new PinnedGCHandle<byte[]>(array);
        Address = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
    }

    public override nint Address { get; }

    protected override void Rest() => Discard();

    protected override void Free() => _pin.Dispose();
}
