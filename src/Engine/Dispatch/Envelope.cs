using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>A message on its way, and who told it.</summary>
internal readonly struct Envelope(object message, IActorRef? sender)
{
    public object Message { get; } = message;

    public IActorRef? Sender { get; } = sender;
}
