namespace ActorFfi;

/// <summary>How a lease took its buffer.</summary>
internal enum LeaseMode : byte
{
    /// <summary>Not at all, or another lease of the same call did.</summary>
    None,

    /// <summary>To be read by native code.</summary>
    Reader,

    /// <summary>To be read and written by native code.</summary>
    Writer,
}
