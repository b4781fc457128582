namespace ActorFfi;

/// <summary>The guests of a library, and those that died.</summary>
/// <param name="Guests">The guests; none where the library runs in the service.</param>
/// <param name="Crashes">The last crash reports, the newest first.</param>
internal sealed record GuestList(IReadOnlyList<GuestView> Guests, IReadOnlyList<CrashView> Crashes);
