namespace ActorFfi;

/// <summary>Why a call was refused.</summary>
public enum CallRefusal
{
    /// <summary>As many calls of the symbol wait as <c>QueueLimit</c> says.</summary>
    QueueFull,

    /// <summary>The buffers of the symbol's waiting calls have as many bytes as <c>QueueBytes</c> says.</summary>
    BytesFull,

    /// <summary>As many calls of the library wait as <c>TotalQueueLimit</c> says.</summary>
    LibraryFull,

    /// <summary>The buffers of the library's waiting calls have as many bytes as <c>TotalQueueBytes</c> says.</summary>
    LibraryBytesFull,

    /// <summary>The call is made from within a callback and would wait for what a call around it holds: a place, the turn of a key, or a pinned thread.</summary>
    HeldByCaller,
}
