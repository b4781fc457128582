using Akka.Actor;

namespace ActorFfi;

/// <summary>Replaces a library by another declaration of the same file, which must not run at the same time: calls wait for it meanwhile.</summary>
internal sealed class LibraryTurn(FfiRuntime runtime, Func<LibraryEntry, Task> dismissAsync, LibraryRegistry registry, CancellationToken stop)
{
    private const string Replaced = "A changed configuration declares it anew.";

    /// <summary>Sends calls to the successor, ends the predecessor once it has finished what it accepted, and starts the successor.</summary>
    /// <remarks>What the predecessor has not begun within its <c>StopTimeout</c> goes to the successor, if that declares it in the same way.</remarks>
    /// <exception cref="OperationCanceledException">The runtime stops, and both with it.</exception>
    /// <exception cref="RolloutException">The successor could not be started; the predecessor serves again.</exception>
    public async Task ReplaceAsync(LibraryEntry predecessor, LibraryEntry successor)
    {
        bool isToEnd = predecessor.State == LibraryState.Draining; // Somebody wanted it so.
        successor.IsOnTrial = true;
        successor.AwaitsTurn = true;
        successor.Enter(successor.Now(LibraryState.Loading, "It waits for the calls of its previous declaration."), isSettled: false);
        runtime.Actor.Tell(new LibrariesAccepted([successor]), ActorRefs.NoSender);
        bool isBackingOff = predecessor.State == LibraryState.BackingOff;
        HandOver(predecessor, successor, predecessor.Now(LibraryState.Draining, Replaced));
        await EndAsync(predecessor, isBackingOff).ConfigureAwait(false);
        isToEnd |= successor.State is LibraryState.Stopped or LibraryState.Draining; // Or meanwhile.
        successor.AwaitsTurn = false;
        try
        {
            await LibraryControl.SendAsync(runtime.Actor, successor, LibraryIntent.Run).WaitAsync(stop).ConfigureAwait(false); // Its OnStart may not return.
        }
        catch (LibraryUnavailableException failure)
        {
            string now = await ReturnAsync(predecessor, successor).ConfigureAwait(false);
            throw new RolloutException($"Library '{successor.Name}' could not be started as the changed configuration declares it, and {now}: {failure.InnerException?.Message ?? failure.Message}", failure);
        }

        await dismissAsync(predecessor).ConfigureAwait(false);
        if (isToEnd)
        {
            await LibraryControl.SendAsync(runtime.Actor, successor, LibraryIntent.Stop).ConfigureAwait(false);
        }
    }

    // What waits for a library that backs off would wait for the successor, which waits for that.
    private async Task EndAsync(LibraryEntry predecessor, bool isBackingOff)
    {
        if (isBackingOff)
        {
            predecessor.Close(predecessor.Now(LibraryState.Stopped, Replaced));
        }
        else
        {
            predecessor.Refuse(predecessor.Now(LibraryState.Draining, Replaced)); // Again: a start of it may have let calls in since.
            await predecessor.WhenEmpty().WaitAsync(predecessor.Definition.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await LibraryControl.SendAsync(runtime.Actor, predecessor, LibraryIntent.Stop).ConfigureAwait(false);
        await predecessor.Closing.ConfigureAwait(false);
    }

    // Nothing gets into the other one any more, so that no call is left behind by those that come later: whoever has looked it up is sent on at once.
    private void HandOver(LibraryEntry from, LibraryEntry to, LibraryStatus end)
    {
        registry.AddOther(from);
        to.TakeOver(from, end);
        registry.Current[to.Name].Redeclare(to);
        registry.RemoveOther(to);
    }

    // Where the predecessor does not come to serve either, its supervisor decides what becomes of it, as ever.
    private async Task<string> ReturnAsync(LibraryEntry predecessor, LibraryEntry successor)
    {
        predecessor.AwaitsTurn = true;
        predecessor.Enter(predecessor.Now(LibraryState.Loading, "It is started again, because its changed declaration could not be."), isSettled: false);
        runtime.Actor.Tell(new LibrariesAccepted([predecessor]), ActorRefs.NoSender);
        HandOver(successor, predecessor, successor.Now(LibraryState.Draining, "It could not be started."));
        successor.Close(successor.Now(LibraryState.Stopped, "It could not be started.")); // What waits there goes to the predecessor before that serves.
        predecessor.AwaitsTurn = false;
        string now = "serves again as before";
        try
        {
            await LibraryControl.SendAsync(runtime.Actor, predecessor, LibraryIntent.Run).WaitAsync(stop).ConfigureAwait(false);
        }
        catch (LibraryUnavailableException failure)
        {
            now = $"as it was before it does not serve either ({failure.Message})";
        }

        await dismissAsync(successor).ConfigureAwait(false); // What waits there goes to the predecessor.
        return now;
    }
}
