using Akka.Actor;

namespace ActorFfi;

/// <summary>Tells the reply to the actor that told the call.</summary>
internal sealed class ActorReplyTarget(IActorRef receiver, IActorRef sender) : ReplyTarget
{
    /// <inheritdoc/>
    public override void Deliver(NativeCall call)
    {
        call.ForgetCancellation();
        receiver.Tell(call.Reply, sender);
    }
}
