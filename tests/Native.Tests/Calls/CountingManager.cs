using System.Buffers;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Calls;

/// <summary>Memory behind a manager that counts how often it is pinned and unpinned.</summary>
internal sealed class CountingManager(byte[] array) : MemoryManager<byte>
{
    // By reflection, because tests compile without unsafe code and a pointer is named here.
    private static readonly PropertyInfo _pointer = typeof(MemoryHandle).GetProperty(nameof(MemoryHandle.Pointer))!;
    private static readonly ConstructorInfo _newHandle = typeof(MemoryHandle).GetConstructors().Single();

    private readonly Stack<MemoryHandle> _handles = [];

    public bool PinFails { get; init; }

    public int Pinned { get; private set; }

    public int Unpinned { get; private set; }

    public override Span<byte> GetSpan() => array;

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        if (PinFails)
        {
            throw new InvalidOperationException("This memory cannot be pinned.");
        }

        Pinned++;
        MemoryHandle handle = array.AsMemory(elementIndex).Pin();
        _handles.Push(handle);
        return (MemoryHandle)_newHandle.Invoke([_pointer.GetValue(handle), default(GCHandle), this]);
    }

    public override void Unpin()
    {
        Unpinned++;
        _handles.Pop().Dispose();
    }

    protected override void Dispose(bool disposing)
    {
    }
}
