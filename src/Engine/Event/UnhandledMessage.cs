using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that its actor has no handler for.</summary>
internal sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);
