namespace ActorFfi;

/// <summary>The worker died, or the call was killed, while native code had the buffer.</summary>
public sealed class BufferTornException : BufferStateException
{
    internal BufferTornException(string message, string? bufferName)
        : base(message, bufferName, BufferState.Torn)
    {
    }
}
