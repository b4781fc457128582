using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Stopping an actor and waiting for it.</summary>
internal static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/>. True once the actor has stopped, false when the timeout came first.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout)
    {
        if (target is not LocalActorRef actor)
        {
            throw new InvalidOperationException($"{target} cannot be death-watched");
        }

        TerminationPromise promise = new(actor.System);
        actor.SendSystemMessage(new Watch(actor, promise));
        actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await promise.Task.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        actor.SendSystemMessage(new Unwatch(promise));
        return promise.Task.IsCompletedSuccessfully;
    }
}
