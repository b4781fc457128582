namespace ActorFfi;

/// <summary>What the parent tells native code that waits in a callback.</summary>
internal enum CallbackTell
{
    /// <summary>The handler is done, and the result is there.</summary>
    Answer = 1,

    /// <summary>The handler calls the library: make that call on this thread, and wait on.</summary>
    Call = 2,
}
