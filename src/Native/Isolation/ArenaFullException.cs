namespace ActorFfi;

/// <summary>The shared memory of an isolated library has no room for a buffer or an argument.</summary>
public sealed class ArenaFullException : ActorFfiException
{
    internal ArenaFullException(string library, long wanted, long used, long size)
        : base($"The arena of library '{library}' has no room for {wanted:N0} bytes: {used:N0} of {size:N0} are in use. Dispose buffers, wait with 'AllocateAsync', ask for less, or raise 'ArenaSize'.")
    {
        Library = library;
        WantedBytes = wanted;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>How many bytes were asked for.</summary>
    public long WantedBytes { get; }
}
