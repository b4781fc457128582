namespace ActorFfi;

/// <summary>A copy that a guest works on instead of memory it has not.</summary>
/// <param name="Original">The memory in this process.</param>
/// <param name="Copy">The copy, in shared memory.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="CopiesBack">Whether native code may write to it.</param>
/// <param name="Piece">The piece of the arena that it takes; null where it lies in the call's slot.</param>
internal readonly record struct StagedMemory(nint Original, nint Copy, long Length, bool CopiesBack, ArenaPiece? Piece);
