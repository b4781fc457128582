using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>What a host's actor system is to start with. It is filled when the container first needs it, too late to add services.</summary>
internal sealed class AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
{
    private readonly List<Func<ActorSystem, IActorRegistry, IDependencyResolver, Task>> _starters = [];

    internal string ActorSystemName => actorSystemName;

    internal void Add(Func<ActorSystem, IActorRegistry, IDependencyResolver, Task> starter) => _starters.Add(starter);

    internal void Bind()
    {
        serviceCollection.AddSingleton(services => ActorSystem.Create(services.GetRequiredService<AkkaConfigurationBuilder>().ActorSystemName));
        serviceCollection.AddSingleton<ActorRegistry>();
        serviceCollection.AddSingleton<IActorRegistry>(services => services.GetRequiredService<ActorRegistry>());
        serviceCollection.AddSingleton<IReadOnlyActorRegistry>(services => services.GetRequiredService<ActorRegistry>());
        serviceCollection.AddSingleton(typeof(IRequiredActor<>), typeof(RequiredActor<>));
        serviceCollection.AddHostedService<AkkaHostedService>();
    }

    internal async Task StartAsync(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver)
    {
        foreach (Func<ActorSystem, IActorRegistry, IDependencyResolver, Task> starter in _starters)
        {
            await starter(system, registry, resolver).ConfigureAwait(false);
        }
    }
}
