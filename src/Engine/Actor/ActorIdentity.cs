namespace Akka.Actor;

/// <summary>The answer to <see cref="Identify"/>; its subject is null where no actor is.</summary>
internal sealed class ActorIdentity(object? messageId, IActorRef? subject)
{
    public object? MessageId { get; } = messageId;

    public IActorRef? Subject { get; } = subject;
}
