namespace ActorFfi;

/// <summary>The first byte of a message between a guest and its parent.</summary>
internal enum GuestMessage : byte
{
    /// <summary>To the guest: everything it needs to know, its first message.</summary>
    Start,

    /// <summary>To the parent: the library is loaded, and where its symbols lie.</summary>
    Loaded,

    /// <summary>To the parent: no candidate could be loaded.</summary>
    NotLoaded,

    /// <summary>To the parent: the library's file has another hash.</summary>
    WrongHash,

    /// <summary>To the parent: symbols are missing.</summary>
    MissingSymbols,

    /// <summary>To the parent: something else went wrong.</summary>
    Failed,

    /// <summary>To the guest: begin the thread of a lane.</summary>
    BeginLane,

    /// <summary>To the guest: end.</summary>
    Stop,
}
