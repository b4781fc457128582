namespace ActorFfi;

/// <summary>One guest of an isolated library at the moment of asking.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Generation">Which start of the library it is.</param>
/// <param name="State">What it does.</param>
/// <param name="Busy">How many calls it runs.</param>
/// <param name="Calls">How many calls were given to it.</param>
/// <param name="ResidentBytes">How many bytes of physical memory it has, shared memory not counted.</param>
/// <param name="Since">Since when it is ready.</param>
public sealed record GuestInfo(int ProcessId, int Generation, GuestState State, int Busy, long Calls, long ResidentBytes, DateTimeOffset Since)
{
    /// <summary>Whether it waits to take the place of one that dies.</summary>
    public bool IsSpare => State == GuestState.Spare;
}
