using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Telling with the actor whose turn it is as the sender.</summary>
internal static class ActorRefImplicitSenderExtensions
{
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);
}
