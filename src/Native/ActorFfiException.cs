namespace ActorFfi;

/// <summary>The base of every exception that ActorFfi raises on its own account.</summary>
/// <remarks>Wrong arguments are the exception to this rule: they raise <see cref="ArgumentException"/>, as everywhere in .NET.</remarks>
public abstract class ActorFfiException : Exception
{
    /// <summary>Creates the exception with what happened, why, and what to do next.</summary>
    protected ActorFfiException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
