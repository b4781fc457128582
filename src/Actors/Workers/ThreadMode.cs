namespace ActorFfi;

/// <summary>Which threads run the nonblocking calls of a symbol.</summary>
public enum ThreadMode
{
    /// <summary>Background threads of the symbol's own, started on demand and retired when idle. The default.</summary>
    Dedicated,

    /// <summary>The thread pool; for short calls that never block.</summary>
    Shared,
}
