using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>Shared access to the bytes of a buffer, for reading.</summary>
/// <remarks>Ownership: ends when disposed; a copy of it ends with it. One that is never disposed keeps the buffer borrowed.</remarks>
public readonly ref struct ReadBorrow
{
    private readonly BorrowToken _token;
    private readonly ReadOnlySpan<byte> _span;

    internal ReadBorrow(BorrowToken token, ReadOnlySpan<byte> span)
    {
        _token = token;
        _span = span;
    }

    /// <summary>The borrowed bytes. They cannot leave the scope of the borrow; do not use them after disposing it.</summary>
    /// <exception cref="ObjectDisposedException">The borrow has ended.</exception>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => BorrowLedger.IsOpen(in _token) ? _span : throw BorrowEnded.Create(_token.Buffer);

    /// <summary>Ends the borrow. Does nothing when it, or a copy of it, was ended before.</summary>
    public void Dispose()
    {
        if (BorrowLedger.TryEnd(in _token))
        {
            _token.Buffer!.EndNativeBorrow(write: false);
        }
    }
}
