using Akka.Actor;

namespace ActorFfi;

/// <summary>The orderly stop of a runtime, step by step.</summary>
internal static class RuntimeStop
{
    public static async Task RunAsync(LibraryEntry[] libraries, IActorRef actor, Func<Task> stopEngine, TimeSpan timeout, CancellationToken cancellationToken)
    {
        foreach (LibraryEntry library in libraries)
        {
            library.Refuse(LibraryState.Draining, "The runtime is stopping and finishes what it accepted. Start a new runtime to call again.");
        }

        await FinishAsync(libraries, timeout, cancellationToken).ConfigureAwait(false);
        foreach (LibraryEntry library in libraries)
        {
            library.Close(LibraryState.Stopped, "The runtime was stopped. Start a new runtime to call again.");
            library.AbandonRunning();
        }

        if (!actor.IsNobody())
        {
            await actor.GracefulStop(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        }

        await stopEngine().ConfigureAwait(false);
        foreach (LibraryEntry library in libraries)
        {
            library.PinnedThread?.End();
        }
    }

    private static async Task FinishAsync(LibraryEntry[] libraries, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        Task empty = Task.WhenAll(libraries.SelectMany(library => library.Symbols.Values).Select(symbol => symbol.Mailbox.WhenEmpty()));
        await empty.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
