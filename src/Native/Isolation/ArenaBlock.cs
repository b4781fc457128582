namespace ActorFfi;

/// <summary>A block whose memory is a piece of an arena.</summary>
internal sealed class ArenaBlock(Arena arena, ArenaPiece piece) : MemoryBlock
{
    /// <inheritdoc/>
    public override nint Address { get; } = arena.AddressOf(piece.Offset);

    /// <inheritdoc/>
    protected override void Rest() => Discard();

    /// <inheritdoc/>
    protected override void Free() => arena.Return(piece);
}
