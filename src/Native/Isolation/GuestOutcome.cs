namespace ActorFfi;

/// <summary>What became of a call that was submitted to a guest.</summary>
internal enum GuestOutcome : byte
{
    /// <summary>Native code returned, or the guest refused the call with a <see cref="GuestReply.Failure"/>.</summary>
    Answered,

    /// <summary>The guest died, and had begun the call: native code may have run.</summary>
    Lost,

    /// <summary>The guest died before it began the call: native code has not run, and another guest may take the call.</summary>
    NotBegun,
}
