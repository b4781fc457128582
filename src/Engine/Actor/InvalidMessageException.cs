namespace Akka.Actor;

/// <summary>A message was null.</summary>
internal sealed class InvalidMessageException(string message) : AkkaException(message);
