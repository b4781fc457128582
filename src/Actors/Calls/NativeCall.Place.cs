namespace ActorFfi;

/// <content>The call's place while it waits: by when it must be answered, and which symbol it follows when its own is replaced.</content>
public sealed partial class NativeCall
{
    /// <summary>When the call is too late, as a timestamp of the library's clock; 0 where it has all the time.</summary>
    internal long Deadline => _details?.Deadline ?? 0;

    /// <summary>How long the call has from its acceptance.</summary>
    internal TimeSpan Timeout => Options.Timeout ?? Symbol.Settings.Timeout;

    /// <summary>Turns a queued call that has lost its place into one of the symbol that has taken its own one's place.</summary>
    /// <returns>False where there is none, or it is declared differently; nothing was done.</returns>
    internal bool TryFollow()
    {
        if (Symbol.Successor is null || Symbol.Latest is not { } next || !CanFollow(next) || !Array.TrueForAll(Followers ?? [], static follower => follower.TryFollow()))
        {
            return false;
        }

        long deadline = Deadline;
        ForgetDeadline();
        _symbol = next;
        if (deadline != 0)
        {
            Details.Deadline = deadline; // All libraries have one clock.
            next.Mailbox.Deadlines.Add(this);
            if (State != CallState.Queued)
            {
                next.Mailbox.Deadlines.Remove(this); // A call of a batch, answered before this could be seen.
            }
        }

        return true;
    }

    // A batch has read its keys already.
    private bool CanFollow(SymbolEntry next) => next.CanTake(Symbol) && (Batch is null || next.Mailbox.KeyIndex == Symbol.Mailbox.KeyIndex);

    /// <summary>Posts a call that has followed its symbol.</summary>
    internal void PostAgain()
    {
        FollowingCall following = new(this);
        if (Batch is { HasKeys: true })
        {
            Symbol.Mailbox.PostUnderLock(this);
        }
        else
        {
            Symbol.Mailbox.Post(this);
        }

        following.Settle();
    }

    /// <summary>Withdraws one use of the call, or has it ended where that is declared.</summary>
    internal void Cancel(SymbolEntry symbol, long use, CancellationToken token)
    {
        OperationCanceledException reason = new(token);
        if (!symbol.Mailbox.TryWithdraw(this, use, reason) && symbol.Settings.IsKillable)
        {
            symbol.Mailbox.TryInterrupt(this, use, reason, $"call '{symbol.Name}' was cancelled");
        }
    }

    // The handler of a callback may wait for a reply wherever it goes.
    private void WatchHandler()
    {
        if (NativeCallScope.Innermost is { IsWithinCall: true } && !Details.IsWatchedByHandler)
        {
            Details.IsWatchedByHandler = true;
            HandlerWait.WatchElsewhere(this);
        }
    }

    private void WatchDeadline()
    {
        TimeSpan timeout = Timeout;
        if (timeout > TimeSpan.Zero)
        {
            CallDeadlines deadlines = Symbol.Mailbox.Deadlines;
            Details.Deadline = deadlines.After(timeout);
            deadlines.Add(this);
        }
    }

    private void ForgetDeadline()
    {
        if (Deadline != 0)
        {
            Symbol.Mailbox.Deadlines.Remove(this);
            Details.Deadline = 0;
        }
    }
}
