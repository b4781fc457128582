namespace ActorFfi;

/// <summary>A worker whose call waits for the handler of a callback.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Call">The call that it is at.</param>
/// <param name="Symbol">The symbol whose callback it waits for.</param>
internal readonly record struct BlockedWorker(CallWorker Worker, RunningCall Call, string? Symbol)
{
    /// <summary>Whether it is still at that call.</summary>
    public bool IsStill => Worker.Current == Call && Worker.IsBusy;
}
