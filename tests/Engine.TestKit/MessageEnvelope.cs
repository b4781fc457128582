using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that a test got, and from whom.</summary>
internal sealed record MessageEnvelope(object Message, IActorRef Sender);
