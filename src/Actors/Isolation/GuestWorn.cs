namespace ActorFfi;

/// <summary>From a guest's actor to its library's: it is time to replace the guest.</summary>
internal sealed record GuestWorn(Guest Guest, string Reason);
