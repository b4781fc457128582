using ActorFfi;

namespace Supervision;

/// <summary>Waits for the steps in a library's life.</summary>
internal static class LibraryStates
{
    /// <summary>Completes when the library is in a state, at once if it is now. Ask before the state can have come and gone.</summary>
    public static async Task WhenAsync(this LibraryRef library, LibraryState state)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        library.StateChanged += OnChanged;
        if (library.State == state)
        {
            reached.TrySetResult();
        }

        await reached.Task;
        library.StateChanged -= OnChanged;

        void OnChanged(LibraryStateChange change)
        {
            if (change.State == state)
            {
                reached.TrySetResult();
            }
        }
    }
}
