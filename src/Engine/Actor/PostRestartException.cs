namespace Akka.Actor;

/// <summary>An actor's constructor or <c>PostRestart</c> failed while it was being restarted.</summary>
internal sealed class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause.GetType()})", cause)
{
    /// <summary>The failure that the restart was the answer to.</summary>
    public Exception OriginalCause { get; } = originalCause;
}
