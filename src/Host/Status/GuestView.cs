namespace ActorFfi;

/// <summary>A guest of an isolated library as the service shows it.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="State">What it does.</param>
/// <param name="Generation">Which start of the library it is.</param>
/// <param name="Busy">How many calls it runs.</param>
/// <param name="Calls">How many calls were given to it.</param>
/// <param name="ResidentBytes">How many bytes of physical memory it has, shared memory not counted.</param>
/// <param name="Since">Since when it is ready.</param>
internal sealed record GuestView(int Pid, GuestState State, int Generation, int Busy, long Calls, long ResidentBytes, DateTimeOffset Since)
{
    /// <summary>The guests as they are now.</summary>
    public static IReadOnlyList<GuestView> AllOf(LibraryRef library) =>
        [.. library.Guests.Select(static guest => new GuestView(guest.ProcessId, guest.State, guest.Generation, guest.Busy, guest.Calls, guest.ResidentBytes, guest.Since))];
}
