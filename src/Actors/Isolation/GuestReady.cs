namespace ActorFfi;

/// <summary>From a guest's actor to its library's: it can take calls.</summary>
internal sealed record GuestReady(Guest Guest);
