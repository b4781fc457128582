using System.Diagnostics;

namespace ActorFfi;

/// <summary>A synchronous call that needs more than the function itself: a key's turn, a limit, the pinned thread, a rule for failures, or timings.</summary>
internal static class SynchronousCall
{
    public static NativeReply Run(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        Demand(symbol);
        return FfiInstruments.AreSynchronousCallsWatched ? WatchedCall.Run(symbol, arguments) : RunCore(symbol, arguments, Stopwatch.GetTimestamp());
    }

    /// <summary>The call itself, whoever listens.</summary>
    public static NativeReply RunCore(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt) =>
        symbol.Limits.IsEmpty && symbol.Definition.KeyIndex < 0
            ? RunOnItsThread(symbol, arguments, postedAt)
            : RunInTurn(symbol, arguments, postedAt);

    private static void Demand(SymbolEntry symbol)
    {
        symbol.DemandFunction();
        if (symbol.Definition.Declaration.Nonblocking == true)
        {
            throw new NotSupportedException($"Symbol '{symbol.Name}' of library '{symbol.LibraryName}' is declared nonblocking and cannot be called synchronously. Use CallAsync.");
        }
    }

    // Turns are waited for on the caller's thread, never on the pinned one, so that this goes on serving meanwhile.
    private static NativeReply RunInTurn(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        bool isReplaced = false;
        KeyLine? line = symbol.Definition.KeyIndex < 0 ? null : SynchronousKey.Enter(symbol, arguments, out isReplaced);
        if (isReplaced)
        {
            Demand(symbol.Latest);
            return RunCore(symbol.Latest, arguments, postedAt);
        }

        try
        {
            symbol.Limits.Enter(symbol.LibraryName, symbol.Name);
            NativeCallScope? held = line is null ? null : NativeCallScope.Hold(line);
            try
            {
                return RunOnItsThread(symbol, arguments, postedAt);
            }
            finally
            {
                held?.LetGo();
                symbol.Limits.Exit();
            }
        }
        finally
        {
            if (line is not null)
            {
                SynchronousKey.Leave(symbol, line);
            }
        }
    }

    private static NativeReply RunOnItsThread(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        if (symbol.Library.Guests is not null)
        {
            return GuestCall.Run(symbol, arguments, postedAt);
        }

        return symbol.PinnedThread is { IsCurrent: false } thread ? RunOn(thread, symbol, arguments, postedAt) : RunNow(symbol, arguments, postedAt);
    }

    // Apart from the others, so that only such a call allocates what the thread is given.
    private static NativeReply RunOn(PinnedThread thread, SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        if (symbol.Function is null)
        {
            throw symbol.Library.Unavailable();
        }

        if (CallHoldings.HolderOfThread(symbol) is { } holder)
        {
            throw CallRefusedException.ForThread(symbol.LibraryName, symbol.Name, holder);
        }

        NativeArgument[] copy = arguments.ToArray(); // A span cannot follow to another thread.
        NativeCallScope? waiting = NativeCallScope.Innermost;
        PinnedFunction<NativeReply> work = new(() => RunFor(waiting, symbol, copy, postedAt));
        List<(LibraryEntry Library, string Symbol)> held = PinnedWaits.Begin(symbol);
        try
        {
            thread.Post(work);
            if (GivenCalls.OfThisHandler() is { } calls)
            {
                AwaitOrRefuse(work, symbol, calls);
            }

            return work.Result.GetAwaiter().GetResult();
        }
        finally
        {
            PinnedWaits.End(symbol, held);
        }
    }

    private static void AwaitOrRefuse(PinnedFunction<NativeReply> work, SymbolEntry symbol, GivenCalls calls)
    {
        while (Task.WaitAny([work.Result], GivenCalls.Patience) < 0)
        {
            if (calls.Holder(call => CallHoldings.HolderOfThread(symbol, call)) is { } holder && work.TryWithdraw())
            {
                throw CallRefusedException.ForThread(symbol.LibraryName, symbol.Name, holder);
            }
        }
    }

    // The pinned thread works for a caller that waits, and with it for the calls around that one.
    private static NativeReply RunFor(NativeCallScope? waiting, SymbolEntry symbol, NativeArgument[] arguments, long postedAt)
    {
        NativeCallScope? previous = NativeCallScope.Adopt(waiting);
        try
        {
            return RunNow(symbol, arguments, postedAt);
        }
        finally
        {
            NativeCallScope.Restore(previous);
        }
    }

    private static NativeReply RunNow(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        NativeFunction function = symbol.Function ?? throw symbol.Library.Unavailable();
        long startedAt = Stopwatch.GetTimestamp();
        Exception? failure = null;
        NativeValue value = symbol.Plan.HasLoans ? RunLending(symbol, arguments, out int errno, out failure) : function.Invoke(arguments, out errno);
        long endedAt = Stopwatch.GetTimestamp();
        return new NativeReply(value, errno, failure ?? symbol.FailureOf(value, errno), buffers: null, startedAt - postedAt, endedAt - startedAt);
    }

    // What native code keeps depends on whether the result is a failure, so that the arguments are held until that is known.
    private static NativeValue RunLending(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, out int errno, out Exception? failure)
    {
        CallArguments bound = new();
        bound.Bind(symbol.Plan, arguments, holder: null);
        try
        {
            return symbol.Execute(bound, out errno, out failure);
        }
        finally
        {
            bound.Release();
        }
    }
}
