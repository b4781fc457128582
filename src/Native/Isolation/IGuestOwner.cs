namespace ActorFfi;

/// <summary>Who is told what a guest does.</summary>
/// <remarks>
/// Members are called on the guest's reader thread, or on the thread of a submitter that meets a death. They return at once,
/// never wait and never throw; submitting the lane's next call from <see cref="Completed"/> is fine, and the fastest way.
/// </remarks>
internal interface IGuestOwner
{
    /// <summary>A submitted call has an outcome: exactly once for each <see cref="GuestLane.TrySubmit"/> that was true. Its place on the lane is free.</summary>
    void Completed(in GuestReply reply);

    /// <summary>The guest is dead. Calls that were answered before have been completed; those that were not are completed after this.</summary>
    void Died(GuestProcess guest, GuestExit exit);

    /// <summary>The guest, or native code in it, has written a line. Called on a thread for output.</summary>
    void Wrote(GuestProcess guest, GuestOutputLine line);
}
