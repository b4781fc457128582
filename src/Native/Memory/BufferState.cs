namespace ActorFfi;

/// <summary>Who may touch the memory of an <see cref="OwnedBuffer"/>.</summary>
public enum BufferState
{
    /// <summary>The owner holds it; access is by callback or by borrow.</summary>
    Owned,

    /// <summary>One writer or any number of readers are inside.</summary>
    Borrowed,

    /// <summary>A native call has it until its reply.</summary>
    InFlight,

    /// <summary>Native code keeps it after the reply, until it is released or reclaimed.</summary>
    Lent,

    /// <summary>The worker died, or the call was killed, while native code had it; it can be recovered.</summary>
    Torn,

    /// <summary>Native code has it and has not come back in time; only its return frees the memory.</summary>
    Abandoned,

    /// <summary>Another handle owns the memory now.</summary>
    Moved,

    /// <summary>An <see cref="System.Buffers.IMemoryOwner{T}"/> owns the memory now.</summary>
    Transferred,

    /// <summary>The owner gave it up. If a call still has the memory, it is freed when that call ends.</summary>
    Disposed,
}
