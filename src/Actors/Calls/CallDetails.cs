using System.Diagnostics;

namespace ActorFfi;

/// <summary>What only some calls have; a call that needs none of it never touches this memory.</summary>
/// <remarks>Threads: each field belongs to whoever has the call at that step, unless it says otherwise.</remarks>
internal sealed class CallDetails
{
    /// <summary>The calls that run right after this one, on the same worker; null where there are none.</summary>
    public NativeCall[]? Followers { get; set; }

    /// <summary>The batch that the call is one of; null for none.</summary>
    public CallBatch? Batch { get; set; }

    /// <summary>The line of calls with the same key; null where the symbol has no key. Guarded by the lock of the mailbox.</summary>
    public KeyLine? Line { get; set; }

    /// <summary>The activity that stands for the call; null without a listener.</summary>
    public Activity? Activity { get; set; }

    /// <summary>What ends the interest in the call's cancellation token.</summary>
    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>When the call is too late, as a timestamp of the library's clock; 0 where it has all the time.</summary>
    public long Deadline { get; set; }

    /// <summary>How many bytes the call's buffers count in the queue; 0 where nobody limits them.</summary>
    public long Bytes { get; set; }

    /// <summary>When the call was handed in, as a timestamp of <see cref="Stopwatch"/>; 0 where nobody wants its times measured.</summary>
    public long PostedAt { get; set; }

    /// <summary>When native code began, likewise; 0 before that.</summary>
    public long StartedAt { get; set; }

    /// <summary>How long the call waited, in ticks of the stopwatch; part of the reply.</summary>
    public long Queued { get; set; }

    /// <summary>How long native code ran, in ticks of the stopwatch; part of the reply.</summary>
    public long Ran { get; set; }

    /// <summary>Whether it was constructed or posted by the handler of a callback, which may wait for its reply.</summary>
    public bool IsWatchedByHandler { get; set; }

    /// <summary>Where the code that awaits the promise wants to be resumed: a synchronization context or a task scheduler; null for anywhere on the thread pool.</summary>
    public object? ContinuationPlace { get; set; }

    /// <summary>The execution context to resume it in; null for whichever is there.</summary>
    public ExecutionContext? ContinuationFlow { get; set; }

    /// <summary>Forgets everything but the cancellation, which ends by itself.</summary>
    public void Clear()
    {
        Followers = null;
        Batch = null;
        Line = null;
        Activity = null;
        Deadline = 0;
        Bytes = 0;
        PostedAt = 0;
        StartedAt = 0;
        Queued = 0;
        Ran = 0;
        IsWatchedByHandler = false;
    }
}
