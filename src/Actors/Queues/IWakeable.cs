namespace ActorFfi;

/// <summary>Something that waits for work or for its turn.</summary>
internal interface IWakeable
{
    /// <summary>Wakes it; called outside every lock, never blocks.</summary>
    void Wake();
}
