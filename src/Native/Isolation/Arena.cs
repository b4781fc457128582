// Safety: pieces lie inside the mapping, which lives until the arena is disposed and every piece is back; nobody has an address
// of the mapping but through a piece. What the memory holds may change at any time, by a guest, so nothing here reads it.
namespace ActorFfi;

/// <summary>Shared memory of an isolated library: what lies here is passed to a guest without copying it.</summary>
/// <remarks>
/// One memory file of fixed size, sealed against growing and shrinking and committed as it is touched; which parts are in use is known to
/// this process alone. Threads: every member from any thread. Ownership: the memory goes when the arena is disposed and its last piece is back.
/// </remarks>
internal sealed unsafe class Arena : IDisposable
{
    private readonly SharedMemory _memory;
    private readonly ArenaAllocator _allocator;
    private readonly string _library;

    /// <summary>One for the arena itself and one for each piece and each guest that has it; changed interlocked only.</summary>
    private int _holders = 1;

    private int _disposed; // Changed interlocked only.

    private Arena(string library, SharedMemory memory)
    {
        _library = library;
        _memory = memory;
        _allocator = new ArenaAllocator(memory.Size, SharedMemory.PageSize, memory.TryDiscard);
    }

    /// <summary>Its size in bytes.</summary>
    public long Size => _memory.Size;

    /// <summary>How many bytes are in use, by size class.</summary>
    public long UsedBytes => _allocator.UsedBytes;

    /// <summary>The descriptor, for guests.</summary>
    internal int File => _memory.File;

    /// <summary>Makes an arena.</summary>
    /// <param name="library">The name of the library, for messages.</param>
    /// <param name="size">Its size in bytes; rounded up to whole pages.</param>
    /// <exception cref="PlatformNotSupportedException">Isolation needs Linux.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses it.</exception>
    public static Arena Create(string library, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new Arena(library, SharedMemory.Create("actorffi-arena", size));
    }

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="patience">How long to wait for room on this thread; zero refuses at once.</param>
    /// <exception cref="ArenaFullException">There is no room, or none in time.</exception>
    public OwnedBuffer Allocate(BufferAccount account, long length, string? name = null, TimeSpan patience = default)
    {
        ArenaPiece piece = Take(length, patience);
        if (!piece.IsClean)
        {
            System.Runtime.InteropServices.NativeMemory.Clear((void*)AddressOf(piece.Offset), (nuint)length);
        }

        return Lease(piece, account, length, name);
    }

    /// <summary>Allocates a buffer that holds whatever others left there.</summary>
    /// <inheritdoc cref="Allocate"/>
    public OwnedBuffer AllocateUninitialized(BufferAccount account, long length, string? name = null, TimeSpan patience = default) =>
        Lease(Take(length, patience), account, length, name);

    /// <summary>Whether an address of this process lies in the arena.</summary>
    public bool Contains(nint address) => (nuint)(address - _memory.Address) < (nuint)_memory.Size;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            LetGo();
        }
    }

    /// <summary>Where an address of this process lies in the arena.</summary>
    internal long OffsetOf(nint address) => address - _memory.Address;

    /// <summary>The address in this process of what lies at an offset.</summary>
    internal nint AddressOf(long offset) => _memory.Address + (nint)offset;

    /// <summary>Takes a piece, at once or within some time.</summary>
    /// <exception cref="ArenaFullException">There is no room, or none in time.</exception>
    internal ArenaPiece Take(long length, TimeSpan patience = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Hold();
        if (_allocator.TryTake(length, out ArenaPiece piece) || (patience > TimeSpan.Zero && _allocator.TryTake(length, patience, out piece)))
        {
            return piece;
        }

        LetGo();
        throw new ArenaFullException(_library, length, UsedBytes, Size);
    }

    /// <summary>Gives a piece back.</summary>
    internal void Return(in ArenaPiece piece)
    {
        _allocator.Return(piece);
        LetGo();
    }

    /// <summary>Keeps the memory until <see cref="LetGo"/>.</summary>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    internal void Hold()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            ObjectDisposedException.ThrowIf(holders == 0, this);
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    internal void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _memory.Dispose();
        }
    }

    private OwnedBuffer Lease(in ArenaPiece piece, BufferAccount account, long length, string? name) =>
        OwnedBuffer.TryLease(new ArenaBlock(this, piece), account, length, name)!;
}
