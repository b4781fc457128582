namespace ActorFfi;

/// <summary>Where in its mailbox a call stands.</summary>
internal enum CallPlace : byte
{
    /// <summary>Nowhere: not posted yet, or taken out.</summary>
    None,

    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>Among those that found the queue full.</summary>
    Waiting,
}
