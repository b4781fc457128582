namespace ActorFfi;

/// <summary>When a guest is replaced though nothing is wrong with it. A pure function.</summary>
/// <param name="Calls">After how many calls; null for never.</param>
/// <param name="Age">At which age; null for never.</param>
/// <param name="Memory">Above how many resident bytes; null for never.</param>
internal sealed record RecyclePolicy(long? Calls, TimeSpan? Age, long? Memory)
{
    /// <summary>Whether age or memory decide, so that guests must be looked at from time to time.</summary>
    public bool NeedsLooks => Age is not null || Memory is not null;

    /// <summary>Why a guest is to be replaced, in words; null where it goes on.</summary>
    /// <param name="calls">How many calls it has run.</param>
    /// <param name="age">How long ago it began to serve.</param>
    /// <param name="memory">How many bytes of it are resident.</param>
    public string? ReasonFor(long calls, TimeSpan age, long memory) =>
        calls >= Calls ? $"it has run {calls:N0} calls"
        : age >= Age ? $"it has served for {age}"
        : memory > Memory ? $"it has {memory:N0} bytes of resident memory"
        : null;
}
