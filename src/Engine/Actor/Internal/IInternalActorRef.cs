using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>A reference as the engine sees it: it takes system messages too.</summary>
internal interface IInternalActorRef : IActorRef
{
    /// <summary>Null for <see cref="Nobody"/> only.</summary>
    ActorSystem? System { get; }

    void SendSystemMessage(SystemMessage message);
}
