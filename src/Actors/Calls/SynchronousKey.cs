namespace ActorFfi;

/// <summary>The turn of a synchronous call under its key.</summary>
internal static class SynchronousKey
{
    /// <summary>Waits for the turn of the key; a call from within one that has this turn needs none of its own.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="isReplaced">Whether another symbol has taken the place of this one, which is then to be called instead.</param>
    /// <returns>The line to <see cref="Leave"/>; null where the turn is an outer call's, and where the symbol was replaced.</returns>
    /// <exception cref="CallRefusedException">It would wait from within a call that has the turn of another key, or on a pinned thread.</exception>
    public static KeyLine? Enter(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, out bool isReplaced)
    {
        long key = KeyOf(symbol, arguments);
        QueueGroup queues = symbol.Queues;
        SynchronousTurn? turn;
        KeyLine? line;
        lock (queues.Gate)
        {
            isReplaced = symbol.Successor is not null;
            if (isReplaced)
            {
                return null; // It may have been replaced because its calls were to have a turn elsewhere.
            }

            line = queues.Keys.Find(key);
            if (line is not null && CallHoldings.Holds(line))
            {
                return null;
            }

            string? holder = line is null ? null : CallHoldings.HolderOfAnyKey();
            if (line is not null && (holder is not null || PinnedThread.IsAnyCurrent))
            {
                throw CallRefusedException.ForTurn(symbol.LibraryName, symbol.Name, holder);
            }

            (line, turn) = queues.Keys.Enter(key, queues.NextOrder());
        }

        if (turn is not null)
        {
            Await(symbol, line, turn);
        }

        return line;
    }

    private static void Await(SymbolEntry symbol, KeyLine line, SynchronousTurn turn) => turn.Await(calls => RefusalOf(symbol, line, turn, calls));

    private static CallRefusedException? RefusalOf(SymbolEntry symbol, KeyLine line, SynchronousTurn turn, GivenCalls calls)
    {
        lock (symbol.Queues.Gate)
        {
            return calls.Holder(call => CallHoldings.HolderOf(line, call)) is { } holder && line.TryWithdraw(turn)
                ? CallRefusedException.ForTurn(symbol.LibraryName, symbol.Name, holder)
                : null;
        }
    }

    /// <summary>Ends the turn.</summary>
    public static void Leave(SymbolEntry symbol, KeyLine line)
    {
        WakeList wake = default;
        lock (symbol.Queues.Gate)
        {
            symbol.Queues.Keys.Leave(line, null, ref wake);
        }

        wake.Wake();
    }

    // Bound as for the call itself, so that both doors find the same key.
    private static long KeyOf(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        CallArguments bound = new();
        bound.Bind(symbol.Plan, arguments, holder: null);
        try
        {
            return bound.KeyOf(symbol.Plan, symbol.Definition.KeyIndex);
        }
        finally
        {
            bound.Release();
        }
    }
}
