namespace ActorFfi;

/// <summary>A synchronous caller that waits on its thread for a lane.</summary>
internal sealed class GuestTurn : IGuestWaiter
{
    private readonly object _gate = new();
    private bool _hasCome; // Guarded by _gate.

    /// <summary>Takes a lane, waiting for one as long as the library is ready; from within a callback, the lane of the call around it.</summary>
    /// <exception cref="LibraryUnavailableException">No guest takes calls.</exception>
    /// <exception cref="StaleHandleException">The guest that the call's handles belong to is gone.</exception>
    /// <exception cref="CallRefusedException">The one lane is a call's that presumably waits for the callback which this thread runs.</exception>
    public static HeldLane Enter(GuestPool pool, SymbolEntry symbol, CallArguments bound, out bool isNested)
    {
        GuestWish wish = pool.WishOf(symbol, bound);
        HeldLane place = default;
        isNested = GuestLane.Current is { } outer && pool.TryFindOuter(outer, wish, out place);
        return isNested ? place : Enter(pool, symbol, wish);
    }

    /// <inheritdoc/>
    public bool Resume()
    {
        lock (_gate)
        {
            _hasCome = true;
            Monitor.Pulse(_gate);
        }

        return false;
    }

    private static HeldLane Enter(GuestPool pool, SymbolEntry symbol, in GuestWish wish)
    {
        bool wasResumed = false;
        try
        {
            HeldLane place;
            while (!pool.TryEnter(wish, out place))
            {
                if (symbol.Library.State != LibraryState.Ready)
                {
                    throw symbol.Library.Unavailable();
                }

                GuestTurn turn = new();
                if (pool.Wait(wish, turn))
                {
                    turn.AwaitUnlessInACircle(pool, symbol);
                    wasResumed = true;
                }
            }

            return place;
        }
        catch when (wasResumed)
        {
            pool.Offer(); // Somebody else may have a use for what this call was resumed for.
            throw;
        }
    }

    private void AwaitUnlessInACircle(GuestPool pool, SymbolEntry symbol)
    {
        if (!pool.HasOneGuest || !symbol.Library.IsPinned(symbol.Plan))
        {
            Await(pool, symbol);
            return;
        }

        List<(LibraryEntry Library, string Symbol)> held = [];
        try
        {
            held = PinnedWaits.Begin(symbol);
            Await(pool, symbol);
        }
        catch (CallRefusedException)
        {
            if (!pool.TryWithdraw(this))
            {
                pool.Offer();
            }

            throw;
        }
        finally
        {
            PinnedWaits.End(symbol, held);
        }
    }

    private void Await(GuestPool pool, SymbolEntry symbol)
    {
        GivenCalls? calls = GivenCalls.OfThisHandler();
        while (!HasComeWithin(calls is null ? Timeout.InfiniteTimeSpan : GivenCalls.Patience))
        {
            if (calls is not null && HolderOf(symbol, calls) is { } holder && pool.TryWithdraw(this))
            {
                throw CallRefusedException.ForThread(symbol.LibraryName, symbol.Name, holder);
            }
        }
    }

    private static string? HolderOf(SymbolEntry symbol, GivenCalls calls) => calls.Holder(call => CallHoldings.HolderOfThread(symbol, call));

    private bool HasComeWithin(TimeSpan most)
    {
        lock (_gate)
        {
            return _hasCome || (Monitor.Wait(_gate, most) && _hasCome);
        }
    }
}
