namespace ActorFfi;

/// <summary>A synchronous caller that waits on its thread for a lane.</summary>
internal sealed class GuestTurn : IGuestWaiter
{
    private readonly object _gate = new();
    private bool _hasCome; // Guarded by _gate.

    /// <summary>Takes a lane, waiting for one as long as the library is ready; from within a callback, the lane of the call around it.</summary>
    /// <exception cref="LibraryUnavailableException">No guest takes calls.</exception>
    /// <exception cref="StaleHandleException">The guest that the call's handles belong to is gone.</exception>
    public static HeldLane Enter(GuestPool pool, SymbolEntry symbol, CallArguments bound, out bool isNested)
    {
        GuestWish wish = pool.WishOf(symbol, bound);
        HeldLane place = default;
        isNested = GuestLane.Current is { } outer && pool.TryFindOuter(outer, wish, out place);
        while (!isNested && !pool.TryEnter(wish, out place))
        {
            if (symbol.Library.State != LibraryState.Ready)
            {
                throw symbol.Library.Unavailable();
            }

            GuestTurn turn = new();
            if (pool.Wait(wish, turn))
            {
                turn.Await();
            }
        }

        return place;
    }

    /// <inheritdoc/>
    public void Resume()
    {
        lock (_gate)
        {
            _hasCome = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Await()
    {
        lock (_gate)
        {
            while (!_hasCome)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
