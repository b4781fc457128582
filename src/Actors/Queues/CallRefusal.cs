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

    /// <summary>The call would wait for a place, or for the turn of a key, that the call it is made from holds.</summary>
    HeldByCaller,
}
