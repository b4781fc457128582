namespace Akka.Actor.Internal;

/// <summary>The actor at the top of a hierarchy. It has children and no behaviour.</summary>
internal sealed class GuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        Context.System.DeadLetters.Tell(message, Sender);
        return true;
    }

    protected override void PreRestart(Exception reason, object? message)
    {
        // The children of a guardian stay.
    }
}
