namespace ActorFfi;

/// <summary>A changed configuration was not applied because a library of it could not be started; everything goes on as before.</summary>
internal sealed class RolloutException(string message, Exception? cause) : ActorFfiException(message, cause);
