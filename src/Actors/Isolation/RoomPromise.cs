namespace ActorFfi;

/// <summary>A task that waits for memory of the arena.</summary>
internal sealed class RoomPromise : IGuestWaiter
{
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is time to look again.</summary>
    public Task Task => _resumed.Task;

    /// <inheritdoc/>
    public bool Resume() => _resumed.TrySetResult();
}
