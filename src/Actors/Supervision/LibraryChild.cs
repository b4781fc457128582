using System.Collections.Immutable;
using Akka.Actor;

namespace ActorFfi;

/// <summary>What the runtime's actor remembers of one library: its actor, what is wanted of it, and its restarts.</summary>
internal sealed class LibraryChild(LibraryEntry library)
{
    private readonly List<TaskCompletionSource> _waiters = [];

    /// <summary>The library.</summary>
    public LibraryEntry Library { get; } = library;

    /// <summary>The library's actor; null while there is none.</summary>
    public IActorRef? Actor { get; set; }

    /// <summary>What is wanted of the library.</summary>
    public LibraryIntent Intent { get; set; } = LibraryIntent.Run;

    /// <summary>Whether the library is to end and stay so.</summary>
    public bool IsToEnd => Intent is LibraryIntent.Drain or LibraryIntent.Stop;

    /// <summary>Whether the library's actor serves.</summary>
    public bool IsServing { get; set; }

    /// <summary>Whether the library's actor was told to end.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Whether it is an isolated one all of whose guests have died, which does not wait for the next one's turn when it is revived.</summary>
    public bool IsServingNobody => IsServing && Library.State is LibraryState.Loading or LibraryState.BackingOff;

    /// <summary>When the library was restarted after failures.</summary>
    public ImmutableArray<DateTimeOffset> Restarts { get; set; } = [];

    /// <summary>The timer of the next restart; null where none is planned.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>The timer that ends the patience of waiting calls; null where none wait.</summary>
    public ITimer? Patience { get; set; }

    /// <summary>Whether it is forgotten once it has stopped.</summary>
    public bool IsDismissed { get; set; }

    /// <summary>Whether the library is to be started as soon as what it depends on is ready.</summary>
    public bool WaitsForOthers { get; set; }

    /// <summary>Completes or fails the task when the library has come to rest.</summary>
    public void Await(TaskCompletionSource done) => _waiters.Add(done);

    /// <summary>Tells everybody who waited; null for success.</summary>
    public void Answer(Exception? failure)
    {
        foreach (TaskCompletionSource waiter in _waiters)
        {
            if (failure is null)
            {
                waiter.TrySetResult();
            }
            else
            {
                waiter.TrySetException(failure);
            }
        }

        _waiters.Clear();
    }

    /// <summary>Gives up a planned restart.</summary>
    public void CancelTimers()
    {
        Timer?.Dispose();
        Timer = null;
        Patience?.Dispose();
        Patience = null;
    }
}
