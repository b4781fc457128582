// Safety: SpanAt shows [offset, offset + length) of the block; its callers have checked that range and hold the buffer
// borrowed (or have just made it, so that nobody else knows it).
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <content>Copies in and out.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>Copies all bytes into a new array.</summary>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: copy parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public byte[] ToArray()
    {
        using ReadBorrow borrow = Borrow();
        return borrow.Span.ToArray();
    }

    /// <summary>Copies all bytes to the start of a span.</summary>
    /// <param name="destination">Where they go; at least as long as the buffer.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (Length > destination.Length)
        {
            throw new ArgumentException(
                $"{this} has {Length:N0} bytes and does not fit into a span of {destination.Length:N0}. Pass a longer span, or read a part.",
                nameof(destination));
        }

        using ReadBorrow borrow = Borrow();
        borrow.Span.CopyTo(destination);
    }

    /// <summary>Copies bytes to the start of the buffer and leaves the rest as it is.</summary>
    /// <param name="source">What is copied; at most as long as the buffer.</param>
    /// <exception cref="ArgumentException">The source is too long.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void CopyFrom(ReadOnlySpan<byte> source)
    {
        if (source.Length > Length)
        {
            throw new ArgumentException(
                $"{this} has {Length:N0} bytes and cannot take {source.Length:N0}. Allocate a longer buffer, or copy a part.",
                nameof(source));
        }

        using WriteBorrow borrow = BorrowMutable(0, source.Length);
        source.CopyTo(borrow.Span);
    }

    /// <summary>Copies a value out of the start of the buffer.</summary>
    /// <inheritdoc cref="ReadAt{T}(long)"/>
    public T Read<T>()
        where T : unmanaged => ReadAt<T>(0);

    /// <summary>Copies a value out of the buffer, which need not be aligned.</summary>
    /// <param name="offset">Where the value starts, in bytes.</param>
    /// <typeparam name="T">The type of the value, without references.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The value is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public unsafe T ReadAt<T>(long offset)
        where T : unmanaged
    {
        using ReadBorrow borrow = Borrow(offset, sizeof(T));
        return MemoryMarshal.Read<T>(borrow.Span);
    }

    /// <summary>Copies a value to the start of the buffer.</summary>
    /// <inheritdoc cref="WriteAt{T}(long, in T)"/>
    public void Write<T>(in T value)
        where T : unmanaged => WriteAt(0, in value);

    /// <summary>Copies a value into the buffer, which need not be aligned.</summary>
    /// <param name="offset">Where the value starts, in bytes.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The type of the value, without references.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The value does not fit inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public unsafe void WriteAt<T>(long offset, in T value)
        where T : unmanaged
    {
        using WriteBorrow borrow = BorrowMutable(offset, sizeof(T));
        MemoryMarshal.Write(borrow.Span, in value);
    }

    private unsafe Span<byte> SpanAt(long offset, int length) => new((byte*)_address + offset, length);
}
