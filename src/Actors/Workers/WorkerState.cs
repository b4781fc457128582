namespace ActorFfi;

/// <summary>What a worker does.</summary>
public enum WorkerState
{
    /// <summary>It waits for calls.</summary>
    Idle,

    /// <summary>It runs a call, or is about to.</summary>
    Busy,

    /// <summary>It failed and waits for its supervisor's decision.</summary>
    Suspended,

    /// <summary>Its call was given up, and native code has not returned.</summary>
    Abandoned,
}
