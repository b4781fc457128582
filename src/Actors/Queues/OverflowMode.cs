namespace ActorFfi;

/// <summary>What happens to a nonblocking call whose symbol's queue is full.</summary>
public enum OverflowMode
{
    /// <summary>Its promise waits, without a thread, until the queue has room; callers are served in order. The default.</summary>
    Wait,

    /// <summary>It fails at once with <see cref="CallRefusedException"/>.</summary>
    Reject,
}
