namespace ActorFfi;

/// <summary>How a call in a slot is answered.</summary>
[Flags]
internal enum CallFlags
{
    /// <summary>By a bit for the reader.</summary>
    None,

    /// <summary>By waking the caller that waits at the lane.</summary>
    Synchronous = 1,
}
