namespace ActorFfi;

/// <summary>What became of one call of a guest.</summary>
internal readonly struct GuestReply
{
    /// <summary>The lane that the call was submitted to.</summary>
    public required GuestLane Lane { get; init; }

    /// <summary>What the submitter gave along.</summary>
    public object? State { get; init; }

    /// <summary>The function.</summary>
    public required GuestFunction Function { get; init; }

    /// <summary>The arguments, still bound: whoever bound them decides about <see cref="CallArguments.Succeed"/> and releases or tears them.</summary>
    public required CallArguments Arguments { get; init; }

    /// <summary>What became of it. The members below mean something only where it is <see cref="GuestOutcome.Answered"/>.</summary>
    public GuestOutcome Outcome { get; init; }

    /// <summary>The result; its pointers belong to the guest's generation.</summary>
    public NativeValue Value { get; init; }

    /// <summary>The errno that the call left; 0 where the symbol does not capture it.</summary>
    public int Errno { get; init; }

    /// <summary>What a callback threw meanwhile, or why there is no result; null for nothing.</summary>
    public Exception? Failure { get; init; }
}
