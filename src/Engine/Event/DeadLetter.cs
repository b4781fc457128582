using Akka.Actor;

namespace Akka.Event;

/// <summary>A message to an actor that has stopped, or to a path where none is.</summary>
internal sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);
