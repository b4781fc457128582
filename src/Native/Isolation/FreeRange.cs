namespace ActorFfi;

/// <summary>A part of the arena that nobody has.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="IsClean">Whether nobody has written to it, so that it is zero.</param>
internal readonly record struct FreeRange(long Start, long Length, bool IsClean)
{
    /// <summary>Where it ends.</summary>
    public long End => Start + Length;
}
