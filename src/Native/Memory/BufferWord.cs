namespace ActorFfi;

/// <summary>The state word of a buffer: a phase in the low byte, the number of readers above it.</summary>
/// <param name="Raw">The word as it is compared and swapped.</param>
internal readonly record struct BufferWord(int Raw)
{
    /// <summary>How many readers the word can count.</summary>
    public const int MaxReaders = int.MaxValue >> ReaderShift;

    private const int ReaderShift = 8;

    public BufferWord(BufferPhase phase, int readers = 0)
        : this((readers << ReaderShift) | (int)phase)
    {
    }

    public BufferPhase Phase => (BufferPhase)(byte)Raw;

    /// <summary>How many readers are inside; 0 in every phase but <see cref="BufferPhase.Reading"/>.</summary>
    public int Readers => Raw >> ReaderShift;

    /// <summary>What the word says in public words.</summary>
    public BufferState State => Phase switch
    {
        BufferPhase.Owned => BufferState.Owned,
        BufferPhase.Reading or BufferPhase.Writing => BufferState.Borrowed,
        BufferPhase.InFlight => BufferState.InFlight,
        BufferPhase.Lent => BufferState.Lent,
        BufferPhase.Torn => BufferState.Torn,
        BufferPhase.Abandoned => BufferState.Abandoned,
        BufferPhase.Moved => BufferState.Moved,
        BufferPhase.Transferred => BufferState.Transferred,
        _ => BufferState.Disposed,
    };
}
