namespace ActorFfi;

/// <summary>A call that a worker took, with the ticket under which it may be abandoned.</summary>
/// <param name="Call">The call; it may have been answered, and even reused, since.</param>
/// <param name="Ticket">What <see cref="NativeCall.Start"/> gave.</param>
internal readonly record struct RunningCall(NativeCall Call, long Ticket)
{
    /// <summary>Which use of a pooled call was taken.</summary>
    public long Use => CallWord.UseOf(Ticket);
}
