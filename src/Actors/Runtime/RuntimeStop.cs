using Akka.Actor;

namespace ActorFfi;

/// <summary>The orderly stop of a runtime, step by step.</summary>
internal static class RuntimeStop
{
    /// <summary>Refuses new calls, finishes accepted ones in time, answers the rest, and ends libraries before those they depend on.</summary>
    /// <param name="libraries">Those that are declared.</param>
    /// <param name="others">Those that another declaration has replaced and that have not ended.</param>
    /// <param name="actor">The runtime's actor.</param>
    /// <param name="stopEngine">Ends the engine.</param>
    /// <param name="timeout">How long accepted calls are waited for.</param>
    /// <param name="cancellationToken">Ends this waiting early.</param>
    public static async Task RunAsync(LibraryEntry[] libraries, LibraryEntry[] others, IActorRef actor, Func<Task> stopEngine, TimeSpan timeout, CancellationToken cancellationToken)
    {
        LibraryEntry[] order = [.. EndOrder.Of(others), .. EndOrder.Of(libraries)];
        Dictionary<LibraryEntry, int> accepted = order.ToDictionary(library => library, library => library.AcceptedCalls);
        foreach (LibraryEntry library in order.Where(library => library.State is LibraryState.Loading or LibraryState.Ready or LibraryState.BackingOff))
        {
            library.Refuse(library.Now(LibraryState.Draining, "The runtime is stopping and finishes what it accepted. Start a new runtime to call again."));
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        await Task.WhenAll(order.Select(library => library.WhenEmpty())).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (LibraryEntry library in order)
        {
            library.EndOfPatience = patience.Token; // Synchronous calls are waited for no longer than that either.
            int cancelled = library.Close(library.Now(LibraryState.Stopped, "The runtime was stopped. Start a new runtime to call again."));
            int abandoned = library.AbandonRunning(library.Unavailable());
            await EndAsync(library, actor).ConfigureAwait(false);
            RuntimeLog.LibraryStopped(library.Logger, library.Name, Math.Max(0, accepted[library] - cancelled - abandoned), cancelled, abandoned, FateIn(library));
        }

        if (!actor.IsNobody())
        {
            await actor.GracefulStop(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }

        await stopEngine().ConfigureAwait(false);
        foreach (LibraryEntry library in order)
        {
            library.PinnedThread?.End();
            library.Arena?.Dispose();
        }
    }

    private static string FateIn(LibraryEntry library) => library.Guests is null ? "left to native code" : "ended with their guests";

    private static async Task EndAsync(LibraryEntry library, IActorRef actor)
    {
        if (actor.IsNobody())
        {
            return;
        }

        await LibraryControl.SendAsync(actor, library, LibraryIntent.Stop).ConfigureAwait(false);
        await library.Closing.ConfigureAwait(false);
    }
}
