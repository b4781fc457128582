namespace ActorFfi;

/// <summary>Where the native code of a library runs.</summary>
public enum IsolationMode
{
    /// <summary>In the service itself: the cheapest call, and a crash ends the service.</summary>
    None,

    /// <summary>In processes of its own, its guests: a crash ends one of them, and never the service.</summary>
    Process,
}
