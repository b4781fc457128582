namespace Akka.Actor;

/// <summary>What <see cref="Kill"/> makes an actor fail with.</summary>
internal sealed class ActorKilledException(string message) : AkkaException(message);
