namespace ActorFfi;

/// <summary>Why native code got a callback's fallback.</summary>
public enum CallbackReportKind
{
    /// <summary>The handler threw, or gave a result that the declared type does not hold.</summary>
    Failed,

    /// <summary>It was called from a thread that is inside no call, and is not declared thread-safe.</summary>
    ForeignThread,

    /// <summary>It was called after it was disposed, or after the call that it was made for had ended.</summary>
    Disposed,

    /// <summary>It was called after its library was stopped or restarted.</summary>
    Stale,

    /// <summary>Its handler on the pool was not done in time.</summary>
    DeadlineExceeded,
}
