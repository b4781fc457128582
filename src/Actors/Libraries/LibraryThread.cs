namespace ActorFfi;

/// <summary>Runs what may block for long, such as the initialisers inside dlopen, neither in an actor's turn nor on the thread pool.</summary>
internal static class LibraryThread
{
    /// <summary>Runs it on the library's pinned thread, or on one of its own where there is none.</summary>
    public static Task<T> RunAsync<T>(LibraryEntry library, Func<T> work) => library.PinnedThread?.RunAsync(work) ?? RunOnItsOwn(work);

    private static Task<T> RunOnItsOwn<T>(Func<T> work)
    {
        try
        {
            return Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        catch (TaskSchedulerException none)
        {
            return Task.FromException<T>(new OutOfMemoryException("The system gives no thread.", none));
        }
    }
}
