namespace ActorFfi;

/// <summary>Which threads run the nonblocking calls of a symbol.</summary>
public enum ThreadMode
{
    /// <summary>Background threads of the symbol's own, started on demand and retired when idle. The default.</summary>
    Dedicated,

    /// <summary>The thread pool; for short calls that never block.</summary>
    Shared,

    /// <summary>One thread for all calls of the library's pinned symbols, synchronous ones too, on which the library is also opened. <c>Workers</c> has no meaning there.</summary>
    Pinned,
}
