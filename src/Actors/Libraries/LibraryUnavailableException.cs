using System.Globalization;

namespace ActorFfi;

/// <summary>A library serves no calls at the moment; nothing native ran, and buffers are with their handles.</summary>
public sealed class LibraryUnavailableException : ActorFfiException
{
    internal LibraryUnavailableException(string library, LibraryState state, string reason, DateTimeOffset since, DateTimeOffset? nextAttempt = null, Exception? cause = null)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Library '{library}' serves no calls: it is {state} since {since:u}. {reason}{(nextAttempt is { } next ? $" The next attempt is at {next:u}." : "")}"), cause)
    {
        Library = library;
        State = state;
        Since = since;
        NextAttempt = nextAttempt;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The state the library was in.</summary>
    public LibraryState State { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>When the library is started again; null where that is not planned.</summary>
    public DateTimeOffset? NextAttempt { get; }
}
