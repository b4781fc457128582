namespace ActorFfi;

/// <summary>How a call in a slot is answered, and what it brings along.</summary>
[Flags]
internal enum CallFlags
{
    /// <summary>By a bit for the reader.</summary>
    None,

    /// <summary>By waking the caller that waits at the lane.</summary>
    Synchronous = 1,

    /// <summary>With the definition of its function, which the guest may not know.</summary>
    Defines = 2,
}
