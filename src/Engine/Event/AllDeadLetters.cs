using Akka.Actor;

namespace Akka.Event;

/// <summary>A message that no actor handled, with where it came from and went.</summary>
internal abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
{
    public object Message { get; } = message;

    public IActorRef Sender { get; } = sender;

    public IActorRef Recipient { get; } = recipient;

    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}
