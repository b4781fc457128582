namespace Akka.Hosting;

/// <summary>A key has no actor.</summary>
internal sealed class MissingActorRegistryEntryException(string message) : ActorRegistryException(message);
