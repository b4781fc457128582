using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Looks its actor up on first use, since services are created before actors.</summary>
internal sealed class RequiredActor<TActor>(IReadOnlyActorRegistry registry) : IRequiredActor<TActor>
{
    private IActorRef? _actor;

    public IActorRef ActorRef => _actor ??= registry.Get<TActor>();
}
