namespace ActorFfi;

/// <summary>The borrows that are open on one thread, so that each ends once, however often its ref struct was copied.</summary>
/// <remarks>
/// A ref struct cannot leave its thread, so the ledger is per thread and takes no lock. It holds on to the buffer, so that
/// a borrow that is never ended keeps its memory instead of letting the garbage collector free it under a span.
/// </remarks>
internal sealed class BorrowLedger
{
    [ThreadStatic]
    private static BorrowLedger? _ofThisThread;

    /// <summary>The open borrows; a free place has stamp 0.</summary>
    private BorrowToken[] _open = new BorrowToken[4];

    private long _lastStamp;

    private static BorrowLedger OfThisThread => _ofThisThread ??= new BorrowLedger();

    /// <summary>Enters a borrow of the buffer.</summary>
    public static BorrowToken Begin(OwnedBuffer buffer) => OfThisThread.Enter(buffer);

    /// <summary>Whether the borrow has not been ended.</summary>
    public static bool IsOpen(in BorrowToken token) => OfThisThread.Has(in token);

    /// <summary>Ends the borrow; false where a copy of it has been ended before.</summary>
    public static bool TryEnd(in BorrowToken token) => OfThisThread.Strike(in token);

    private BorrowToken Enter(OwnedBuffer buffer)
    {
        int place = FindFreePlace();
        return _open[place] = new BorrowToken(buffer, place, ++_lastStamp);
    }

    private int FindFreePlace()
    {
        for (int place = 0; place < _open.Length; place++)
        {
            if (_open[place].Stamp == 0)
            {
                return place;
            }
        }

        int next = _open.Length;
        Array.Resize(ref _open, next * 2);
        return next;
    }

    private bool Has(in BorrowToken token) => token.Stamp != 0 && _open[token.Place].Stamp == token.Stamp;

    private bool Strike(in BorrowToken token)
    {
        if (!Has(in token))
        {
            return false;
        }

        _open[token.Place] = default;
        return true;
    }
}
