namespace ActorFfi;

/// <summary>A function that a pinned thread runs once.</summary>
internal sealed class PinnedFunction<T>(Func<T> function) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _isTaken; // 1 once it runs or was withdrawn; changed interlocked only.

    /// <summary>What it gave.</summary>
    public Task<T> Result => _result.Task;

    /// <summary>Takes it back, so that it will not run.</summary>
    /// <returns>False where it has begun.</returns>
    public bool TryWithdraw() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Says why it will not run.</summary>
    public void Fail(Exception reason) => _result.SetException(reason);

    /// <inheritdoc/>
    public void Execute()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return;
        }

        try
        {
            _result.SetResult(function());
        }
        catch (Exception failure)
        {
            _result.SetException(failure);
        }
    }
}
