namespace Akka.Actor;

/// <summary>The base of what the engine throws.</summary>
internal abstract class AkkaException(string message, Exception? cause = null) : Exception(message, cause);
