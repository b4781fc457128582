namespace ActorFfi;

/// <summary>A request was not let in.</summary>
/// <param name="status">401 where a token is missing or wrong, 403 where it does not allow this, or nothing would.</param>
/// <param name="message">Why, and what to do.</param>
internal sealed class AccessDeniedException(int status, string message) : ActorFfiException(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;
}
