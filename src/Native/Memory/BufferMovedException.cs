namespace ActorFfi;

/// <summary>The handle no longer owns the memory: it was moved to another handle or transferred to a memory owner.</summary>
public sealed class BufferMovedException : BufferStateException
{
    internal BufferMovedException(string message, string? bufferName, BufferState state)
        : base(message, bufferName, state)
    {
    }
}
