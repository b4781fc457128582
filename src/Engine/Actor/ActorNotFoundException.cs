namespace Akka.Actor;

/// <summary>A selection stands for no actor, or for none that answered in time.</summary>
internal sealed class ActorNotFoundException(string message, Exception? innerException = null) : AkkaException(message, innerException);
