namespace ActorFfi;

/// <summary>Words the refusals of <see cref="BufferStateTable"/>: what was tried on which buffer, why not, what to do.</summary>
internal static class BufferRefusal
{
    /// <summary>Makes the exception for an event that a state refuses.</summary>
    /// <param name="buffer">The name of the buffer, or null.</param>
    /// <param name="length">Its length in bytes, which stands in for a missing name.</param>
    /// <param name="state">The state that refused.</param>
    /// <param name="happening">What was tried.</param>
    /// <param name="holder">The call that has the buffer, where there is one.</param>
    public static Exception Create(string? buffer, long length, BufferState state, BufferEvent happening, ICallIdentity? holder)
    {
        string subject = Describe(buffer, length);
        string attempt = Attempt(happening);
        return state switch
        {
            BufferState.Borrowed => new BufferBorrowedException(
                $"{subject} is borrowed and cannot be {attempt}. End the borrow first.", buffer),
            BufferState.InFlight => new BufferDetachedException(
                $"{subject} is in flight in {Describe(holder)} and cannot be {attempt}. Await the call first.", buffer, state, holder),
            BufferState.Lent => new BufferDetachedException(
                $"{subject} is kept by native code since {Describe(holder)} and cannot be {attempt}. Release or reclaim it first.", buffer, state, holder),
            BufferState.Torn => new BufferTornException(
                $"{subject} was torn when the worker of {Describe(holder)} ended and cannot be {attempt}. Recover it to use what it holds, or dispose it.", buffer),
            BufferState.Abandoned => new BufferAbandonedException(
                $"{subject} is still in the hands of {Describe(holder)}, which never returned, and cannot be {attempt}. Allocate another buffer; this one is freed if native code returns.", buffer),
            BufferState.Moved => new BufferMovedException(
                $"{subject} was moved to another handle and cannot be {attempt} through this one. Use the handle that Move returned.", buffer, state),
            BufferState.Transferred => new BufferMovedException(
                $"{subject} was transferred to a memory owner and cannot be {attempt} through this handle. Use the owner that Transfer returned.", buffer, state),
            BufferState.Disposed => new ObjectDisposedException(
                nameof(OwnedBuffer), $"{subject} is disposed and cannot be {attempt}. Dispose it after its last use."),
            _ => new InvalidOperationException($"{subject} is {state} and cannot be {attempt}. The runtime tracked its owner wrongly; please report this."),
        };
    }

    /// <summary>Makes the exception for reclaiming a lent buffer that a call passes right now.</summary>
    public static Exception CreateInUse(string? buffer, long length, ICallIdentity loan) => new BufferDetachedException(
        $"{Describe(buffer, length)} is kept by native code since {Describe(loan)} and cannot be reclaimed while another call of the library passes it. Await that call first.", buffer, BufferState.Lent, loan);

    /// <summary>How messages call a buffer.</summary>
    public static string Describe(string? buffer, long length) =>
        buffer is null ? $"A buffer of {length:N0} bytes" : $"Buffer '{buffer}'";

    private static string Describe(ICallIdentity? call) =>
        call is null ? "a call" : $"call '{call.SymbolName}' of library '{call.LibraryName}'";

    private static string Attempt(BufferEvent happening) => happening switch
    {
        BufferEvent.BeginRead => "read",
        BufferEvent.BeginWrite => "written",
        BufferEvent.EndRead or BufferEvent.EndWrite => "given back by a borrower",
        BufferEvent.Detach => "passed to a call",
        BufferEvent.Attach => "given back by a call",
        BufferEvent.Lend => "lent",
        BufferEvent.Reclaim => "reclaimed",
        BufferEvent.Tear => "torn",
        BufferEvent.Recover => "recovered",
        BufferEvent.Abandon => "abandoned",
        BufferEvent.Move => "moved",
        BufferEvent.Transfer => "transferred",
        _ => "disposed",
    };
}
