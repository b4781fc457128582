namespace ActorFfi;

/// <summary>A column of <see cref="BufferStateTable"/>: what can happen to a buffer.</summary>
internal enum BufferEvent : byte
{
    BeginRead,
    EndRead,
    BeginWrite,
    EndWrite,

    /// <summary>A call takes the buffer.</summary>
    Detach,

    /// <summary>The native code that has the buffer has returned, be it too late.</summary>
    Attach,

    /// <summary>The call ended and native code keeps the buffer.</summary>
    Lend,

    /// <summary>What was lent is given back: by the release symbol, by the owner, or by the end of the generation.</summary>
    Reclaim,

    /// <summary>The worker died, or the call was killed.</summary>
    Tear,

    /// <summary>The owner takes a torn buffer back, contents as found.</summary>
    Recover,

    /// <summary>The call ran out of time and its thread cannot be stopped.</summary>
    Abandon,

    Move,
    Transfer,
    Dispose,
}
