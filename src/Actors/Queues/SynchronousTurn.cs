namespace ActorFfi;

/// <summary>A synchronous caller's turn under a concurrency limit; the place is its own when the turn comes.</summary>
internal sealed class SynchronousTurn : IWakeable
{
    private readonly ManualResetEventSlim _come = new();

    /// <inheritdoc/>
    public void Wake() => _come.Set();

    /// <summary>Blocks this thread until the turn comes.</summary>
    /// <param name="refusal">Why it need not be waited for any longer; it is asked now and then by handlers of callbacks that calls may wait for, and takes the turn back where it gives a reason.</param>
    public void Await(Func<GivenCalls, Exception?> refusal)
    {
        if (GivenCalls.OfThisHandler() is not { } calls)
        {
            _come.Wait();
        }
        else
        {
            while (!_come.Wait(GivenCalls.Patience))
            {
                if (refusal(calls) is { } reason)
                {
                    throw reason;
                }
            }
        }

        _come.Dispose();
    }
}
