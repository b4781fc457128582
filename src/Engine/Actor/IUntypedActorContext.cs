namespace Akka.Actor;

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
internal interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);
}
