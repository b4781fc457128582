namespace ActorFfi;

/// <summary>A running service refused what the command line asked of it, or could not be reached.</summary>
/// <param name="error">The type of the failure in the service; null where it told none.</param>
/// <param name="message">What happened, why, and what to do.</param>
/// <param name="isUnreachable">Whether there is no such service.</param>
internal sealed class RemoteServiceException(string? error, string message, bool isUnreachable) : ActorFfiException(message)
{
    /// <summary>The type of the failure in the service.</summary>
    public string Error => error ?? nameof(RemoteServiceException);

    /// <summary>Whether there is no such service.</summary>
    public bool IsUnreachable => isUnreachable;
}
