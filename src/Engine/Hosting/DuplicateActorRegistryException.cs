namespace Akka.Hosting;

/// <summary>A key has an actor already.</summary>
internal sealed class DuplicateActorRegistryException(string message) : ActorRegistryException(message);
