namespace ActorFfi;

/// <summary>Runs what may block for long, such as the initialisers inside dlopen, neither in an actor's turn nor on the thread pool.</summary>
internal static class LibraryThread
{
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
