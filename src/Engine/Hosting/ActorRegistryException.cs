namespace Akka.Hosting;

/// <summary>The base of what an <see cref="ActorRegistry"/> throws.</summary>
internal abstract class ActorRegistryException(string message) : Exception(message);
