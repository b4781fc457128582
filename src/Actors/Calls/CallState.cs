namespace ActorFfi;

/// <summary>Where a call is on its way; it is answered before or on entering one of the last four.</summary>
internal enum CallState
{
    /// <summary>Constructed, with its buffers; not handed in.</summary>
    New,

    /// <summary>Handed in: in the queue, or waiting for a place in it.</summary>
    Queued,

    /// <summary>Taken by a worker.</summary>
    Running,

    /// <summary>Answered after native code returned.</summary>
    Completed,

    /// <summary>Answered, and native code never saw it: refused, cancelled or disposed.</summary>
    Withdrawn,

    /// <summary>Being abandoned by another thread than its worker's, which waits for that if native code returns just now.</summary>
    Abandoning,

    /// <summary>Answered while native code still has it; what that returns goes nowhere.</summary>
    Abandoned,
}
