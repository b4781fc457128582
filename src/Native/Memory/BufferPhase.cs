namespace ActorFfi;

/// <summary>A row of <see cref="BufferStateTable"/>: a <see cref="BufferState"/>, told apart where the answers differ.</summary>
internal enum BufferPhase : byte
{
    Owned,

    /// <summary>Borrowed by readers; the word counts them.</summary>
    Reading,

    /// <summary>Borrowed by one writer.</summary>
    Writing,

    InFlight,

    /// <summary>In flight, and disposed by its owner meanwhile.</summary>
    InFlightDisposed,

    Lent,

    /// <summary>Lent, and disposed by its owner meanwhile.</summary>
    LentDisposed,

    Torn,
    Abandoned,
    Moved,
    Transferred,
    Disposed,
}
