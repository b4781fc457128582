namespace ActorFfi;

/// <summary>One guest of an isolated library at the moment of asking.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Generation">Which start of the library it is.</param>
/// <param name="IsSpare">Whether it waits to take the place of one that dies.</param>
/// <param name="Calls">How many calls were given to it.</param>
/// <param name="ResidentBytes">How many bytes of physical memory it has, shared memory not counted.</param>
public sealed record GuestInfo(int ProcessId, int Generation, bool IsSpare, long Calls, long ResidentBytes);
