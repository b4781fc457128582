using System.Diagnostics;

namespace ActorFfi;

/// <content>What only a call that runs in a guest needs.</content>
public sealed partial class NativeCall
{
    /// <summary>Whether its caller does not want it any more.</summary>
    internal bool IsCancelled => Options.CancellationToken.IsCancellationRequested;

    /// <summary>The guest that has the call, or had it last; a hint.</summary>
    internal GuestProcess? Guest { get; set; }

    /// <summary>How often a guest has begun the call and died.</summary>
    internal int Attempts { get; set; }

    /// <summary>Whether the call may be given to a guest that is at another one: nobody can take it back, and nothing is to be decided before it begins.</summary>
    internal bool MayRunAhead =>
        _details is null or { Deadline: 0, Batch: null, Followers: null, Line: null }
        && !Options.CancellationToken.CanBeCanceled
        && Arguments is { Callbacks: null, Guest: null }
        && Symbol is { IsForeign: false, DecidesNothing: true };

    /// <summary>Makes a call that was to begin one that waits again; needs the lock of the mailbox.</summary>
    internal void Requeue() => _word.Set(CallState.Queued);

    /// <summary>Answers a call whose guest died in it; its buffers are torn.</summary>
    internal void CompleteTorn(Exception failure)
    {
        bool moved = _word.TryMove(CallState.Running, CallState.Completed);
        Debug.Assert(moved, "Nobody else answers a call that a guest has.");
        long endedAt = PostedAt == 0 ? 0 : Stopwatch.GetTimestamp();
        Answer(default, 0, failure, StartedAt - PostedAt, endedAt - StartedAt, isTorn: true);
    }
}
