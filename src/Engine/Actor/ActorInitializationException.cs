namespace Akka.Actor;

/// <summary>An actor's constructor or <c>PreStart</c> failed; the inner exception says how.</summary>
internal class ActorInitializationException : AkkaException
{
    public ActorInitializationException(string message) : base(message)
    {
    }

    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null) : base(message, cause)
    {
        Actor = actor;
    }

    public IActorRef? Actor { get; }
}
