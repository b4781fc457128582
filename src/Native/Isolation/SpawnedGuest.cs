namespace ActorFfi;

/// <summary>A guest process that was started just now, and this side's ends of what connects both.</summary>
/// <param name="Life">The process.</param>
/// <param name="Control">The control socket.</param>
/// <param name="Channel">The memory that both talk through.</param>
/// <param name="LifeLine">The write end of a pipe whose other end tells the guest that this process lives.</param>
/// <param name="Output">The read end of its standard output; does not block.</param>
/// <param name="Error">The read end of its standard error; does not block.</param>
internal sealed record SpawnedGuest(GuestLife Life, GuestControl Control, SharedMemory Channel, int LifeLine, int Output, int Error);
