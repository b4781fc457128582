namespace ActorFfi;

/// <summary>Shared memory of an isolated library: what lies here is passed to a guest without copying it.</summary>
/// <remarks>
/// One memory file of fixed size, sealed against growing and shrinking and committed as it is touched; which parts are in use is known to
/// this process alone. Threads: every member from any thread. Ownership: the memory goes when the arena is disposed and its last buffer is freed.
/// </remarks>
internal sealed class Arena : IDisposable
{
    /// <summary>Makes an arena.</summary>
    /// <param name="library">The name of the library, for messages.</param>
    /// <param name="size">Its size in bytes; rounded up to whole pages.</param>
    /// <exception cref="PlatformNotSupportedException">Isolation needs Linux.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses it.</exception>
    public static Arena Create(string library, long size) => throw new InvalidOperationException(library);

    /// <summary>Its size in bytes.</summary>
    public long Size => throw new InvalidOperationException();

    /// <summary>How many bytes are in use, by size class.</summary>
    public long UsedBytes => throw new InvalidOperationException();

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="account">Whose it is.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="patience">How long to wait for room on this thread; zero refuses at once.</param>
    /// <exception cref="ArenaFullException">There is no room, or none in time.</exception>
    public OwnedBuffer Allocate(BufferAccount account, long length, string? name = null, TimeSpan patience = default) => throw new InvalidOperationException();

    /// <summary>Allocates a buffer that holds whatever others left there.</summary>
    /// <inheritdoc cref="Allocate"/>
    public OwnedBuffer AllocateUninitialized(BufferAccount account, long length, string? name = null, TimeSpan patience = default) => throw new InvalidOperationException();

    /// <summary>Whether an address of this process lies in the arena.</summary>
    public bool Contains(nint address) => throw new InvalidOperationException();

    /// <inheritdoc/>
    public void Dispose() => throw new InvalidOperationException();
}
