// Safety: the array is pinned for as long as it lives, and lives as long as this object; the address is given out only
// together with this object, inside the array's bounds.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Memory that belongs to a struct alone.</summary>
internal sealed unsafe class OwnStructMemory : StructMemory
{
    private readonly byte[] _bytes;

    public OwnStructMemory(int size)
    {
        // Registers are filled eight bytes at a time, so what is loaded last may reach beyond the struct.
        _bytes = GC.AllocateArray<byte>((size + 15) & ~15, pinned: true);
        Size = size;
    }

    public int Size { get; }

    public override nint OwnAddress => _bytes.Length == 0 ? 0 : (nint)Unsafe.AsPointer(ref _bytes[0]);

    public override void Read(int offset, Span<byte> destination) => _bytes.AsSpan(offset, destination.Length).CopyTo(destination);

    public override void Write(int offset, ReadOnlySpan<byte> source) => source.CopyTo(_bytes.AsSpan(offset, source.Length));

    public override NativeArgument AddressOf(int offset, int length) => new ArraySegment<byte>(_bytes, offset, length);
}
