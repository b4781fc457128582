namespace Akka.Actor;

/// <summary>The references that stand for no actor.</summary>
internal static class ActorRefs
{
    public static readonly Nobody Nobody = Nobody.Instance;

    public static readonly IActorRef? NoSender = null;
}
