using Akka.Actor;

namespace ActorFfi;

/// <summary>Replaces a library by another declaration of the same file, which must not run at the same time: calls wait for it meanwhile.</summary>
internal sealed class LibraryTurn(FfiRuntime runtime, Func<LibraryEntry, Task> dismissAsync, LibraryRegistry registry, CancellationToken stop)
{
    /// <summary>Sends calls to the successor, ends the predecessor once it has finished what it accepted, and starts the successor.</summary>
    /// <remarks>What the predecessor has not begun within its <c>StopTimeout</c> goes to the successor, if that declares it in the same way.</remarks>
    /// <exception cref="OperationCanceledException">The runtime stops, and both with it.</exception>
    /// <exception cref="RolloutException">The successor could not be started; the predecessor serves again.</exception>
    public async Task ReplaceAsync(LibraryEntry predecessor, LibraryEntry successor)
    {
        successor.IsOnTrial = true;
        successor.Enter(successor.Now(LibraryState.Loading, "It waits for the calls of its previous declaration."), isSettled: false);
        runtime.Actor.Tell(new LibrariesAccepted([successor]), ActorRefs.NoSender);
        HandOver(predecessor, successor);
        await predecessor.WhenEmpty().WaitAsync(predecessor.Definition.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LibraryControl.SendAsync(runtime.Actor, predecessor, LibraryIntent.Stop).ConfigureAwait(false);
        await predecessor.Closing.ConfigureAwait(false);
        try
        {
            await LibraryControl.SendAsync(runtime.Actor, successor, LibraryIntent.Run).WaitAsync(stop).ConfigureAwait(false); // Its OnStart may not return.
        }
        catch (LibraryUnavailableException failure)
        {
            await ReturnAsync(predecessor, successor).ConfigureAwait(false);
            throw new RolloutException($"Library '{successor.Name}' could not be started as the changed configuration declares it, and serves again as before: {failure.InnerException?.Message ?? failure.Message}", failure);
        }

        await dismissAsync(predecessor).ConfigureAwait(false);
    }

    private void HandOver(LibraryEntry from, LibraryEntry to)
    {
        registry.AddOther(from);
        to.TakeOver(from);
        registry.Current[to.Name].Redeclare(to);
        registry.RemoveOther(to);
    }

    private async Task ReturnAsync(LibraryEntry predecessor, LibraryEntry successor)
    {
        predecessor.Enter(predecessor.Now(LibraryState.Loading, "It is started again, because its changed declaration could not be."), isSettled: false);
        runtime.Actor.Tell(new LibrariesAccepted([predecessor]), ActorRefs.NoSender);
        HandOver(successor, predecessor);
        await LibraryControl.SendAsync(runtime.Actor, predecessor, LibraryIntent.Run).WaitAsync(stop).ConfigureAwait(false);
        await dismissAsync(successor).ConfigureAwait(false); // What waits there goes to the predecessor.
    }
}
