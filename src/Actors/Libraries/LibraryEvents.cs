using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Who listens to what happens to a library; it goes with the library's name from one declaration of it to the next.</summary>
internal sealed class LibraryEvents
{
    private int _declarations; // Interlocked.

    /// <summary>Raised for each step, in order, on the thread that makes it; handlers return at once.</summary>
    public event Action<LibraryStateChange>? StateChanged;

    /// <summary>Raised for each call that is answered with a failure, on the thread that answers it; handlers return at once.</summary>
    public event Action<FailedCall>? CallFailed;

    /// <summary>The number of another declaration of the name; none is given twice, because the one before may not have ended.</summary>
    public int NextDeclaration() => Interlocked.Increment(ref _declarations);

    /// <summary>Tells of a step.</summary>
    public void Raise(LibraryStateChange change, ILogger logger) => EventListeners.Tell(StateChanged, change, logger, change.Library);

    /// <summary>Tells of a failed call.</summary>
    public void Raise(FailedCall call, ILogger logger) => EventListeners.Tell(CallFailed, call, logger, call.Library);
}
