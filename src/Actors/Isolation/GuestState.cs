namespace ActorFfi;

/// <summary>What a guest does at the moment of asking.</summary>
public enum GuestState
{
    /// <summary>It takes calls.</summary>
    Serving,

    /// <summary>It is ready, and waits to take the place of one that dies.</summary>
    Spare,

    /// <summary>It finishes its calls and takes no new ones; another has taken its place.</summary>
    Leaving,
}
