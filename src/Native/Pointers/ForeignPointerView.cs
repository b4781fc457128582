// Safety: the memory belongs to native code. That it is there, and that native code does not free it meanwhile, is the
// caller's word; Access and Store alone make spans, after checking what can be checked: null, generation, bounds. A use of the
// generation around it keeps the library loaded until the span is not used any more.
using System.Text;

namespace ActorFfi;

/// <summary>Access to what lies behind a <see cref="ForeignPointer"/>.</summary>
/// <remarks>
/// <para>Each access checks that the pointer is not null, that its library still runs as it did, and that the bytes lie
/// inside the extent that the view was made with. That native code still has the memory is the caller's word.</para>
/// <para>Offsets and lengths are bytes. Numbers are in the byte order of the machine and need not be aligned.</para>
/// </remarks>
public readonly partial struct ForeignPointerView
{
    /// <summary>The extent of a view that was made without one.</summary>
    internal const long Unlimited = long.MaxValue;

    /// <summary>How far a C string is followed where the caller does not say: 1 MiB.</summary>
    private const int DefaultMaxStringBytes = 1 << 20;

    /// <summary>The smallest page of any platform; real ones are multiples of it.</summary>
    private const int PageSize = 4096;

    private readonly ForeignPointer _pointer;
    private readonly long _extent;

    internal ForeignPointerView(ForeignPointer pointer, long extent, bool isReadOnly = false)
    {
        _pointer = pointer;
        _extent = extent;
        IsReadOnly = isReadOnly;
    }

    /// <summary>How many bytes may be accessed; null where the view was made without a limit.</summary>
    public long? Extent => _extent == Unlimited ? null : _extent;

    /// <summary>Whether writing is refused.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The same bytes, but for reading only.</summary>
    public ForeignPointerView AsReadOnly() => new(_pointer, _extent, isReadOnly: true);

    /// <summary>The bytes from an offset on.</summary>
    /// <param name="offset">Where the part starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative or past the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public ForeignPointerView Slice(long offset) => Slice(offset, _extent == Unlimited ? Unlimited : _extent - offset);

    /// <summary>So many bytes from an offset on, and not beyond.</summary>
    /// <param name="offset">Where the part starts.</param>
    /// <param name="length">How long the part is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public ForeignPointerView Slice(long offset, long length)
    {
        _pointer.Demand();
        CheckRange(offset, length == Unlimited ? 0 : length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, long.MaxValue - _pointer.Address);
        return new ForeignPointerView(new ForeignPointer(_pointer.Address + (nint)offset, _pointer.Generation!), _extent == Unlimited ? length : Math.Min(length, _extent - offset), IsReadOnly);
    }

    /// <summary>Copies a C string: the bytes up to the first NUL, as UTF-8. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="maxBytes">How many bytes are looked at, the NUL included; 1 MiB by default.</param>
    /// <param name="offset">Where the string starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not inside the extent, or the limit is not positive.</exception>
    /// <exception cref="ForeignMemoryException">There is no NUL within the limit or the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public string ReadCString(int maxBytes = DefaultMaxStringBytes, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        CheckRange(offset, 0);
        using GenerationUse use = _pointer.Use();
        int limit = (int)Math.Min(maxBytes, _extent - offset);
        int length = FindNul(offset, limit);
        return Encoding.UTF8.GetString(Access(offset, length));
    }

    /// <summary>Fills a span with bytes.</summary>
    /// <param name="offset">Where the bytes start.</param>
    /// <param name="destination">Where they go; all of it is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not inside the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public void ReadBytes(long offset, Span<byte> destination)
    {
        using GenerationUse use = _pointer.Use();
        Access(offset, destination.Length).CopyTo(destination);
    }

    /// <summary>Fills a span with the bytes that the pointer leads to.</summary>
    /// <param name="destination">Where they go; all of it is filled.</param>
    /// <inheritdoc cref="ReadBytes(long, Span{byte})"/>
    public void CopyTo(Span<byte> destination) => ReadBytes(0, destination);

    /// <summary>Copies bytes into a part of a buffer, which nobody else may have meanwhile.</summary>
    /// <param name="offset">Where the bytes start.</param>
    /// <param name="destination">The buffer they go to.</param>
    /// <param name="destinationOffset">Where in the buffer they go.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not inside the extent, or not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The buffer is not there to be written.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public void CopyTo(long offset, OwnedBuffer destination, long destinationOffset, int length)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using WriteBorrow borrow = destination.BorrowMutable(destinationOffset, length);
        ReadBytes(offset, borrow.Span);
    }

    /// <summary>Copies bytes into a new array.</summary>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not inside the extent, or the length is negative.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public byte[] ToArray(int length)
    {
        using GenerationUse use = _pointer.Use();
        return Access(0, length).ToArray();
    }

    /// <summary>The one place that makes a span of foreign memory; of a guest's, a span of a copy. It is used up before the <see cref="ForeignPointer.Use"/> around it ends.</summary>
    private unsafe ReadOnlySpan<byte> Access(long offset, int length)
    {
        _pointer.Demand();
        CheckRange(offset, length);
        if (_pointer.Generation!.Guest is { } guest)
        {
            byte[] copy = new byte[length];
            guest.Memory.Read(_pointer.Address + (nint)offset, copy);
            return copy;
        }

        return new ReadOnlySpan<byte>((byte*)_pointer.Address + offset, length);
    }

    /// <summary>The one place that writes foreign memory.</summary>
    private unsafe void Store(long offset, ReadOnlySpan<byte> bytes)
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException($"The view of {_pointer} is read-only, because native code promises not to change what it points to, and cannot be written.");
        }

        using GenerationUse use = _pointer.Use();
        CheckRange(offset, bytes.Length);
        if (_pointer.Generation!.Guest is { } guest)
        {
            guest.Memory.Write(_pointer.Address + (nint)offset, bytes);
        }
        else
        {
            bytes.CopyTo(new Span<byte>((byte*)_pointer.Address + offset, bytes.Length));
        }
    }

    private void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (offset < 0 || offset > _extent || length > _extent - offset)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, $"{length:N0} bytes from offset {offset:N0} are not inside the {_extent:N0} bytes that the view of {_pointer} was made with. Read less, or make the view with the extent that native code promises.");
        }
    }

    /// <summary>Looks for a NUL page by page: the page after the one that holds it may not be mapped.</summary>
    private int FindNul(long offset, int limit)
    {
        int searched = 0;
        while (searched < limit)
        {
            int untilPageEnd = PageSize - (int)((_pointer.Address + offset + searched) & (PageSize - 1));
            int chunk = Math.Min(untilPageEnd, limit - searched);
            int found = Access(offset + searched, chunk).IndexOf((byte)0);
            if (found >= 0)
            {
                return searched + found;
            }

            searched += chunk;
        }

        _pointer.Demand();
        throw new ForeignMemoryException(_pointer.Generation?.Library, limit);
    }
}
