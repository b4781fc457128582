namespace ActorFfi;

/// <summary>Native code that never came back still has the buffer.</summary>
public sealed class BufferAbandonedException : BufferStateException
{
    internal BufferAbandonedException(string message, string? bufferName)
        : base(message, bufferName, BufferState.Abandoned)
    {
    }
}
