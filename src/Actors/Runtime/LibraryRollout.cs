using System.Globalization;
using Akka.Actor;

namespace ActorFfi;

/// <summary>Applies another configuration to a runtime that is running: what is new is started beside what is there, and takes its place once it serves.</summary>
/// <remarks>
/// All of a configuration is applied or nothing of it. What was accepted by a library that is replaced or removed is finished there; it
/// ends behind that. Threads: any; one configuration at a time.
/// </remarks>
internal sealed class LibraryRollout(FfiRuntime runtime, LibraryRegistry registry, TimeProvider time)
{
    // Whoever had looked a library up before it was replaced has handed his call in by then; who has not is sent on all the same.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _ends = []; // Guarded by the lock.

    /// <summary>Applies the changes.</summary>
    /// <exception cref="RolloutException">A library could not be started; nothing was changed.</exception>
    public async Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await _one.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            await ApplyCoreAsync(changes, either.Token).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Gives up what is being applied, before the runtime stops.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _one.WaitAsync().ConfigureAwait(false); // For good: nothing is applied any more.
        Task[] ends;
        lock (_gate)
        {
            ends = [.. _ends];
        }

        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    private async Task ApplyCoreAsync(LibraryChanges changes, CancellationToken cancellationToken)
    {
        List<LibraryDefinition> inTurn = [];
        foreach (LibraryDefinition changed in changes.Replaced)
        {
            if (await SharedMapping.NeedsTurnAsync(registry.Current[changed.Name].Entry, changed).ConfigureAwait(false))
            {
                inTurn.Add(changed);
            }
        }

        LibraryEntry[] added = [.. changes.Added.Select(library => runtime.Prepare(new LibraryEntry(library, time)))];
        LibraryEntry[] beside = [.. changes.Replaced.Except(inTurn).Select(Successor)];
        await TryAsync([.. added, .. beside], cancellationToken).ConfigureAwait(false);

        try
        {
            await TurnAsync(inTurn).ConfigureAwait(false);
        }
        catch (RolloutException)
        {
            await DismissAllAsync([.. added, .. beside]).ConfigureAwait(false);
            throw;
        }

        LibraryEntry[] removed = [.. changes.Removed.Select(name => registry.Current[name].Entry)];
        LibraryEntry[] replaced = [.. beside.Select(library => Predecessor(library.Name))];
        Accept(added, beside, changes);
        foreach (LibraryEntry stopped in replaced.Where(static library => library.State is LibraryState.Stopped or LibraryState.Draining))
        {
            await LibraryControl.SendAsync(runtime.Actor, Predecessor(stopped.Name), LibraryIntent.Stop).ConfigureAwait(false); // Somebody wanted it so.
        }

        Retire([.. replaced, .. removed]);
    }

    // One after the other; where one fails, those before it are changed back.
    private async Task TurnAsync(List<LibraryDefinition> inTurn)
    {
        LibraryTurn turn = new(runtime, DismissAsync, registry, _stop.Token);
        Stack<LibraryDefinition> changed = new();
        inTurn.ForEach(DemandDependencies);
        try
        {
            foreach (LibraryDefinition next in inTurn)
            {
                LibraryDefinition before = Predecessor(next.Name).Definition;
                await turn.ReplaceAsync(Predecessor(next.Name), Successor(next)).ConfigureAwait(false);
                changed.Push(before);
            }
        }
        catch (RolloutException failure)
        {
            if (await TurnBackAsync(turn, changed).ConfigureAwait(false) is { Length: > 0 } left)
            {
                throw new RolloutException($"{failure.Message} What could not be changed back: {left}", failure);
            }

            throw;
        }
    }

    // Says what is left as it was changed.
    private async Task<string> TurnBackAsync(LibraryTurn turn, Stack<LibraryDefinition> changed)
    {
        List<string> left = [];
        foreach (LibraryDefinition before in changed)
        {
            try
            {
                await turn.ReplaceAsync(Predecessor(before.Name), Successor(before)).ConfigureAwait(false);
            }
            catch (RolloutException failure)
            {
                left.Add(failure.Message);
            }
        }

        return string.Join(" ", left);
    }

    // What serves is not to be stopped for what could not be started then.
    private void DemandDependencies(LibraryDefinition changed)
    {
        foreach (string name in changed.DependsOn)
        {
            if (registry.Current.TryGetValue(name, out LibraryRef? needed) && needed.State != LibraryState.Ready && Predecessor(changed.Name).State == LibraryState.Ready)
            {
                throw new RolloutException($"Library '{changed.Name}' could not be started as the changed configuration declares it, so that nothing of it is applied: it needs library '{name}', which is {needed.State}.", needed.Failure);
            }
        }
    }

    private LibraryEntry Successor(LibraryDefinition changed) => runtime.Prepare(new LibraryEntry(changed, time, Predecessor(changed.Name)));

    private LibraryEntry Predecessor(string name) => registry.Current[name].Entry;

    // Starts them beside what is there, and lets go of all of them where one does not come to serve.
    private async Task TryAsync(LibraryEntry[] tried, CancellationToken cancellationToken)
    {
        Array.ForEach(tried, static library =>
        {
            library.Hide();
            library.IsOnTrial = true;
        });
        Array.ForEach(tried, registry.AddOther);
        runtime.Actor.Tell(new LibrariesTried(tried), ActorRefs.NoSender);
        try
        {
            await foreach (Task settled in Task.WhenEach(tried.Select(static library => library.Settled)).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (Array.Find(tried, static library => library.Settled.IsCompleted && library.State != LibraryState.Ready) is { } failed)
                {
                    throw Failure(failed); // Others may wait for it.
                }
            }
        }
        catch
        {
            await DismissAllAsync(tried).ConfigureAwait(false);
            throw;
        }
    }

    private static RolloutException Failure(LibraryEntry library)
    {
        LibraryUnavailableException reason = library.TrialFailure ?? library.Unavailable();
        return new RolloutException(
            $"Library '{library.Name}' could not be started as the changed configuration declares it, so that nothing of it is applied: {reason.InnerException?.Message ?? reason.Message}", reason.InnerException);
    }

    // From here on nothing fails.
    private void Accept(LibraryEntry[] added, LibraryEntry[] beside, LibraryChanges changes)
    {
        runtime.Actor.Tell(new LibrariesAccepted([.. added, .. beside]), ActorRefs.NoSender);
        foreach (LibraryEntry library in beside)
        {
            LibraryRef name = registry.Current[library.Name];
            registry.AddOther(name.Entry);
            library.TakeOver(name.Entry);
            name.Redeclare(library);
            registry.RemoveOther(library);
        }

        foreach (string name in changes.Removed)
        {
            registry.AddOther(registry.Current[name].Entry);
        }

        registry.Change(added, changes.Removed);
        foreach (LibraryEntry library in added)
        {
            library.Show();
            registry.RemoveOther(library);
        }

        foreach (LibraryDefinition library in changes.Adjusted)
        {
            registry.Current[library.Name].Entry.Reconfigure(library);
        }

        runtime.ShutdownTimeout = changes.ShutdownTimeout;
    }

    private void Retire(LibraryEntry[] libraries)
    {
        lock (_gate)
        {
            _ends.RemoveAll(static end => end.IsCompleted);
            _ends.AddRange(EndOrder.End(libraries, RetireAsync));
        }
    }

    private async Task RetireAsync(LibraryEntry library, Task dependents)
    {
        try
        {
            if (library.State is LibraryState.Failed or LibraryState.BackingOff)
            {
                Close(library); // What waits here need not wait any longer.
            }
            else
            {
                await Task.Delay(_grace, time, _stop.Token).ConfigureAwait(false);
            }

            await dependents.WaitAsync(_stop.Token).ConfigureAwait(false);
            await library.WhenEmpty().WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return; // The runtime stops, and this library with it.
        }

        Close(library);
        await DismissAsync(library).ConfigureAwait(false);
    }

    private void Close(LibraryEntry library)
    {
        int successor = registry.Current.TryGetValue(library.Name, out LibraryRef? found) ? found.Generation : 0;
        library.Close(library.Now(LibraryState.Stopped, successor == 0
            ? "It is not declared any more."
            : string.Create(CultureInfo.InvariantCulture, $"It was replaced by generation {successor}, which a changed configuration declares.")));
    }

    private Task DismissAllAsync(LibraryEntry[] libraries) => Task.WhenAll(EndOrder.End(
        libraries,
        async (library, dependents) =>
        {
            await dependents.ConfigureAwait(false);
            await DismissAsync(library).ConfigureAwait(false);
        }));

    private async Task DismissAsync(LibraryEntry library)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        runtime.Actor.Tell(new LibraryDismissed(library, done), ActorRefs.NoSender);
        await done.Task.ConfigureAwait(false);
        await library.Closing.ConfigureAwait(false);
        library.PinnedThread?.End();
        library.Arena?.Dispose();
        registry.RemoveOther(library);
    }
}
