// Safety: `_address` is that of `_block`, which this handle alone leases until Raise reaches Moved, Transferred or
// Disposed; only the one thread whose compare-and-swap made that step touches `_block` afterwards.
using System.Buffers;

namespace ActorFfi;

/// <summary>A native buffer with exactly one owner.</summary>
/// <remarks>
/// <para>Ownership: the handle owns the memory until it is disposed, moved or transferred. A nonblocking call detaches it,
/// and its end gives it back: the same handle, the same memory, no copy. A buffer that is dropped without being disposed
/// is freed by the garbage collector and counted as a leak.</para>
/// <para>Threads: every member may be used from any thread; what the state of the buffer does not allow throws and changes
/// nothing. Any number of readers, or one writer, may be inside at a time.</para>
/// <para>Failure: a state that refuses raises a <see cref="BufferStateException"/>, a disposed buffer an
/// <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed partial class OwnedBuffer : IDisposable
{
    private readonly nint _address;

    /// <summary>Null once the memory has left this handle; belongs to whoever made the step that left.</summary>
    private MemoryBlock? _block;

    /// <summary>A <see cref="BufferWord"/>; changed by compare-and-swap only, in <see cref="TryRaise"/>.</summary>
    private int _word;

    private OwnedBuffer(MemoryBlock block, long length, string? name)
    {
        _block = block;
        _address = block.Address;
        Length = length;
        Name = name;
    }

    /// <summary>How long the buffer is, in bytes; may be 0.</summary>
    public long Length { get; }

    /// <summary>What messages call the buffer, or null.</summary>
    public string? Name { get; }

    /// <summary>Who may touch the memory now; another thread may have changed it by the time the caller looks.</summary>
    public BufferState State => new BufferWord(Volatile.Read(ref _word)).State;

    /// <summary>The memory's address, whatever the state is; the same in every handle the memory moves through.</summary>
    internal nint Address => _address;

    /// <summary>Hands the memory to a new handle and ends this one; nothing is copied.</summary>
    /// <returns>The handle that owns the memory from now on.</returns>
    /// <exception cref="BufferStateException">The buffer is borrowed, with native code, or no longer here.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public OwnedBuffer Move()
    {
        Raise(BufferEvent.Move);
        return new OwnedBuffer(TakeBlock(), Length, Name);
    }

    /// <summary>Hands the memory to a memory owner and ends this buffer; nothing is copied.</summary>
    /// <returns>The owner of the same memory. Disposing it frees the memory; a dropped one counts as a leak.</returns>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes.</exception>
    /// <exception cref="BufferStateException">The buffer is borrowed, with native code, or no longer here.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public IMemoryOwner<byte> Transfer()
    {
        int length = SpanLength();
        Raise(BufferEvent.Transfer);
        return new TransferredMemory(TakeBlock(), length);
    }

    /// <summary>Frees the memory; while a call is in flight, as soon as that call ends. Does nothing when called again.</summary>
    /// <exception cref="BufferBorrowedException">The buffer is borrowed; it stays as it is.</exception>
    public void Dispose() => Raise(BufferEvent.Dispose);

    /// <summary>A part of the buffer, to be passed to a call.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    public BufferSlice Slice(long offset, long length)
    {
        CheckRange(offset, length);
        return new BufferSlice(this, offset, length);
    }

    /// <summary>A part of the buffer, to be passed to a call: <c>buffer[16..]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    public BufferSlice this[Range range]
    {
        get
        {
            long start = OffsetOf(range.Start);
            return Slice(start, OffsetOf(range.End) - start);
        }
    }

    /// <summary>How messages call this buffer.</summary>
    /// <returns>The name, or where there is none, the length.</returns>
    public override string ToString() => BufferRefusal.Describe(Name, Length);

    private long OffsetOf(Index index) => index.IsFromEnd ? Length - index.Value : index.Value;

    private void Raise(BufferEvent happening)
    {
        if (!TryRaise(happening, out BufferWord refusing))
        {
            throw BufferRefusal.Create(Name, Length, refusing.State, happening, _holder);
        }
    }

    // The only place where the state changes.
    private bool TryRaise(BufferEvent happening, out BufferWord word)
    {
        word = new(Volatile.Read(ref _word));
        while (BufferStateTable.TryNext(word, happening, out BufferWord next))
        {
            BufferWord seen = new(Interlocked.CompareExchange(ref _word, next.Raw, word.Raw));
            if (seen == word)
            {
                Settle(word, next);
                return true;
            }

            word = seen;
        }

        return false;
    }

    private void Settle(BufferWord from, BufferWord to)
    {
        if (BufferStateTable.Frees(from, to))
        {
            TakeBlock().Return();
        }
    }

    private MemoryBlock TakeBlock()
    {
        MemoryBlock block = _block!;
        _block = null;
        return block;
    }

    private void CheckRange(long offset, long length)
    {
        if (offset < 0 || offset > Length)
        {
            throw OutOfRange(nameof(offset), offset, $"The offset must lie between 0 and {Length:N0}.");
        }

        if (length < 0 || length > Length - offset)
        {
            throw OutOfRange(nameof(length), length, $"From offset {offset:N0} it must lie between 0 and {Length - offset:N0}.");
        }
    }

    private ArgumentOutOfRangeException OutOfRange(string parameter, long value, string allowed) =>
        new(parameter, value, $"{this} has no such part. {allowed}");

    private int SpanLength() => Length <= int.MaxValue
        ? (int)Length
        : throw new InvalidOperationException(
            $"{this} has {Length:N0} bytes, more than one span can show. Take it in parts, with an offset and a length.");
}
