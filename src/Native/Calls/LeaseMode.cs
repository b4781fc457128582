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

    /// <summary>To be kept by native code after the call.</summary>
    Kept,

    /// <summary>Not taken: native code of the same library keeps it already, and does not give it back before the call ends.</summary>
    Lent,
}
