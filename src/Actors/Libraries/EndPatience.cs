namespace ActorFfi;

/// <summary>How long the end of a library waits for native code that starts or ends it, and that may never return.</summary>
internal static class EndPatience
{
    /// <summary>How long the calls of a guest that has died have to notice; what takes longer is the handler of a callback, which may wait for the next start.</summary>
    public static readonly TimeSpan AfterDeath = TimeSpan.FromSeconds(1);

    // What is left where the runtime has used up its time to stop: enough for native code that returns at all.
    private static readonly TimeSpan _last = TimeSpan.FromSeconds(1);

    /// <summary>How long from now on: the library's <c>StopTimeout</c>, cut short where the runtime stops and has waited for long enough.</summary>
    public static TimeSpan Of(LibraryEntry library)
    {
        TimeSpan declared = library.Definition.StopTimeout;
        return library.EndOfPatience.IsCancellationRequested && declared > _last ? _last : declared;
    }

    /// <summary>Waits for as long as that; what the work throws is not thrown here.</summary>
    /// <returns>Whether it has completed.</returns>
    public static async Task<bool> CompletesAsync(LibraryEntry library, Task work)
    {
        bool wasOver = library.EndOfPatience.IsCancellationRequested;
        await work.WaitAsync(Of(library), wasOver ? CancellationToken.None : library.EndOfPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!wasOver && !work.IsCompleted && library.EndOfPatience.IsCancellationRequested)
        {
            await work.WaitAsync(Of(library)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return work.IsCompleted;
    }
}
