namespace Akka.Actor;

/// <summary>An actor's <c>PreRestart</c> failed. It is published, and the restart goes on.</summary>
internal sealed class PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(actor, $"Exception pre restart ({restartException.GetType()})", cause)
{
    public Exception RestartException { get; } = restartException;

    public object? OptionalMessage { get; } = optionalMessage;
}
