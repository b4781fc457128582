using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Questions about a reference.</summary>
internal static class ActorRefExtensions
{
    public static bool IsNobody(this IActorRef? actorRef) =>
        actorRef is null or Nobody || (actorRef is EmptyActorRef empty && ReferenceEquals(empty, empty.System.DeadLetters));
}
