namespace Akka.Actor;

/// <summary>An actor's name is taken by a sibling or has characters that a path cannot hold.</summary>
internal sealed class InvalidActorNameException(string message) : AkkaException(message);
