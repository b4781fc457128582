namespace ActorFfi;

/// <summary>The kinds of failure that a supervisor tells apart; each has a directive of its own.</summary>
public enum FailureKind
{
    /// <summary>A result that the declaration's <c>Fails</c> rule calls a failure.</summary>
    DeclaredFailure,

    /// <summary>A result that the declaration's <c>Fatal</c> rule calls fatal.</summary>
    FatalResult,

    /// <summary>An exception in a callback that native code made.</summary>
    CallbackError,

    /// <summary>A call that native code did not return from in time.</summary>
    Timeout,

    /// <summary>The process that an isolated library ran in died.</summary>
    Crash,

    /// <summary>An exception in the worker itself.</summary>
    Fault,

    /// <summary>The library could not be opened, resolved or started.</summary>
    LoadError,

    /// <summary>More calls were given up than the library may have running on.</summary>
    TooManyAbandoned,
}
