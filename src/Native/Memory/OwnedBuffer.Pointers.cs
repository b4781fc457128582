using System.Runtime.InteropServices;

namespace ActorFfi;

/// <content>Pointers, functions and callbacks that lie in the buffer, as they do in a struct.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>Writes a pointer that native code gave out; the default value is null.</summary>
    /// <param name="offset">Where it goes, in bytes; it need not be aligned.</param>
    /// <param name="value">What is written.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="StaleHandleException">The library that it came from was stopped or restarted.</exception>
    public void WritePointer(long offset, ForeignPointer value) => WriteAddress(offset, value.AddressToKeep());

    /// <summary>Writes a function that native code gave out, or a null pointer.</summary>
    /// <inheritdoc cref="WritePointer"/>
    public void WriteFunction(long offset, ForeignFunction? value) => WriteAddress(offset, value?.AddressToKeep() ?? 0);

    /// <summary>Writes a callback, which native code may call until it is disposed, or a null pointer.</summary>
    /// <exception cref="ObjectDisposedException">The callback is disposed.</exception>
    /// <inheritdoc cref="WritePointer"/>
    public void WriteCallback(long offset, StoredCallback? value) => WriteAddress(offset, StoredCallback.AddressToKeep(value));

    /// <summary>Reads an address that native code wrote.</summary>
    internal ForeignPointer ReadPointer(long offset, LibraryGeneration generation)
    {
        using ReadBorrow borrow = Borrow(offset, IntPtr.Size);
        return new ForeignPointer(MemoryMarshal.Read<nint>(borrow.Span), generation);
    }

    /// <summary>Reads the address of a function that native code wrote.</summary>
    internal ForeignFunction? ReadFunction(long offset, NativeSignature signature, LibraryGeneration generation) =>
        new FunctionBinding(signature, generation).FunctionAt(ReadPointer(offset, generation).Address);

    private void WriteAddress(long offset, nint address)
    {
        using WriteBorrow borrow = BorrowMutable(offset, IntPtr.Size);
        MemoryMarshal.Write(borrow.Span, address);
    }
}
