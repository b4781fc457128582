using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>Exclusive access to the bytes of a buffer.</summary>
/// <remarks>Ownership: ends when disposed; a copy of it ends with it. One that is never disposed keeps the buffer borrowed.</remarks>
public readonly ref struct WriteBorrow
{
    private readonly BorrowToken _token;
    private readonly Span<byte> _span;

    internal WriteBorrow(BorrowToken token, Span<byte> span)
    {
        _token = token;
        _span = span;
    }

    /// <summary>The borrowed bytes. They cannot leave the scope of the borrow; do not use them after disposing it.</summary>
    /// <exception cref="ObjectDisposedException">The borrow has ended.</exception>
    [UnscopedRef]
    public Span<byte> Span => BorrowLedger.IsOpen(in _token) ? _span : throw BorrowEnded.Create(_token.Buffer);

    /// <summary>Ends the borrow. Does nothing when it, or a copy of it, was ended before.</summary>
    public void Dispose()
    {
        if (BorrowLedger.TryEnd(in _token))
        {
            _token.Buffer!.EndNativeBorrow(write: true);
        }
    }
}
