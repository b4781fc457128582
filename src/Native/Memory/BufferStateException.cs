namespace ActorFfi;

/// <summary>The base of the refusals that a buffer's state is the reason for. The buffer itself is unchanged.</summary>
public abstract class BufferStateException : ActorFfiException
{
    private protected BufferStateException(string message, string? bufferName, BufferState state)
        : base(message)
    {
        BufferName = bufferName;
        State = state;
    }

    /// <summary>The name that the buffer was given, or null.</summary>
    public string? BufferName { get; }

    /// <summary>The state that the buffer was in.</summary>
    public BufferState State { get; }
}
