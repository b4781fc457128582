using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The reference to no actor: what is told to it vanishes.</summary>
internal sealed class Nobody : ActorRefBase
{
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    public override ActorPath Path { get; } = new("all-systems") { Name = "Nobody" };

    public override ActorSystem? System => null;

    public override void Tell(object message, IActorRef? sender)
    {
    }

    public override void SendSystemMessage(SystemMessage message)
    {
    }
}
