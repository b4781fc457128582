namespace ActorFfi;

/// <summary>A function that a pinned thread runs once.</summary>
internal sealed class PinnedFunction<T>(Func<T> function) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it gave.</summary>
    public Task<T> Result => _result.Task;

    /// <inheritdoc/>
    public void Execute()
    {
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
