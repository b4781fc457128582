namespace ActorFfi;

/// <summary>The buffer is borrowed, and what was tried needs it alone.</summary>
public sealed class BufferBorrowedException : BufferStateException
{
    internal BufferBorrowedException(string message, string? bufferName)
        : base(message, bufferName, BufferState.Borrowed)
    {
    }
}
