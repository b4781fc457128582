namespace ActorFfi;

/// <summary>A part of the arena that is cut into pieces of one size.</summary>
/// <remarks>Threads: guarded by the lock of the allocator.</remarks>
internal sealed class ArenaSlab
{
    private readonly Stack<int> _free;

    public ArenaSlab(long start, long length, int sizeClass, long pieceSize)
    {
        Start = start;
        Length = length;
        SizeClass = sizeClass;
        PieceSize = pieceSize;
        Pieces = (int)(length / pieceSize);
        _free = new Stack<int>(Pieces);
        for (int piece = Pieces - 1; piece >= 0; piece--)
        {
            _free.Push(piece);
        }
    }

    /// <summary>Where it starts in the arena.</summary>
    public long Start { get; }

    /// <summary>How long it is, in bytes.</summary>
    public long Length { get; }

    /// <summary>The class of its pieces.</summary>
    public int SizeClass { get; }

    /// <summary>The size of each piece in bytes.</summary>
    public long PieceSize { get; }

    /// <summary>How many pieces it has.</summary>
    public int Pieces { get; }

    /// <summary>Whether all pieces are out.</summary>
    public bool IsFull => _free.Count == 0;

    /// <summary>Whether no piece is out.</summary>
    public bool IsEmpty => _free.Count == Pieces;

    /// <summary>Takes a piece and gives its offset in the arena.</summary>
    public long Take() => Start + (_free.Pop() * PieceSize);

    /// <summary>Gives a piece back.</summary>
    public void Return(long offset) => _free.Push((int)((offset - Start) / PieceSize));
}
