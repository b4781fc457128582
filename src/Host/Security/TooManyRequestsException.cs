namespace ActorFfi;

/// <summary>The service serves as many requests as it may.</summary>
internal sealed class TooManyRequestsException(string message) : ActorFfiException(message);
