using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace ActorFfi;

/// <summary>The guests of a library that are to be replaced though nothing is wrong with them, one after the other.</summary>
/// <remarks>Threads: belongs to the library's actor.</remarks>
internal sealed class GuestRoller(LibraryEntry library)
{
    private readonly Queue<IActorRef> _waiting = new();
    private readonly HashSet<IActorRef> _ending = [];
    private readonly List<TaskCompletionSource> _callers = [];
    private IActorRef? _successor; // Being started; null where none is.
    private IActorRef? _worn; // The one that it replaces.

    /// <summary>Whether a guest is being started to replace another.</summary>
    public bool IsSuccessor(IActorRef actor) => actor.Equals(_successor);

    /// <summary>Lines a guest up to be replaced.</summary>
    /// <returns>False where it is lined up, or being replaced, already.</returns>
    public bool TryAdd(IActorRef actor)
    {
        if (_waiting.Contains(actor) || actor.Equals(_worn) || _ending.Contains(actor))
        {
            return false;
        }

        _waiting.Enqueue(actor);
        return true;
    }

    /// <summary>Completes the task when everything that is lined up has been replaced.</summary>
    public void Await(TaskCompletionSource done) => _callers.Add(done);

    /// <summary>The next guest to replace; false while one is being replaced, and where none waits.</summary>
    public bool TryTakeNext([NotNullWhen(true)] out IActorRef? worn)
    {
        worn = null;
        return _successor is null && _waiting.TryDequeue(out worn);
    }

    /// <summary>Notes that a guest is being started to replace another.</summary>
    public void Begin(IActorRef successor, IActorRef worn)
    {
        _successor = successor;
        _worn = worn;
    }

    /// <summary>Notes that a guest is ready.</summary>
    /// <returns>The one that it replaces; null where it replaces none.</returns>
    public IActorRef? NoteReady(IActorRef actor)
    {
        if (!IsSuccessor(actor))
        {
            return null;
        }

        IActorRef worn = _worn!;
        _successor = null;
        _worn = null;
        _ending.Add(worn);
        return worn;
    }

    /// <summary>Notes that a guest could not be started or has died.</summary>
    /// <returns>Whether it was to replace another one; that goes on, and whoever asked for the replacement is told why.</returns>
    public bool NoteFailure(IActorRef actor, Exception reason)
    {
        if (!IsSuccessor(actor))
        {
            return false;
        }

        _successor = null;
        _worn = null;
        Fail(reason.InnerException ?? reason);
        return true;
    }

    /// <summary>Notes that a guest's actor has ended.</summary>
    public void NoteEnd(IActorRef? actor)
    {
        if (actor is not null)
        {
            _ending.Remove(actor);
        }
    }

    /// <summary>Tells whoever waits that nothing more is replaced.</summary>
    public void Fail(Exception reason)
    {
        _waiting.Clear();
        _callers.ForEach(done => done.TrySetException(reason));
        _callers.Clear();
    }

    /// <summary>Tells whoever waits once everything is replaced and those that were have ended.</summary>
    public void CompleteIfDone()
    {
        if (_callers.Count == 0 || _successor is not null || _waiting.Count > 0 || _ending.Count > 0)
        {
            return;
        }

        TaskCompletionSource[] callers = [.. _callers];
        _callers.Clear();
        Task ended = library.Guests!.WhenAllEnded();
        ended.GetAwaiter().OnCompleted(() => Array.ForEach(callers, static done => done.TrySetResult()));
    }
}
