using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>An actor system in a generic host.</summary>
public sealed class HostingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Host_WithAkka_StartsItsActorsAndTerminatesThem()
    {
        using IHost host = Build(services => services.AddAkka(
            "hosted", akka => akka.WithActors((system, registry) => registry.Register<Counter>(system.ActorOf(Props.Create(() => new Counter()), "counter")))));
        await host.StartAsync();
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();

        Assert.Equal("hosted", system.Name);
        Assert.Equal(1, await host.Services.GetRequiredService<IActorRegistry>().Get<Counter>().Ask<int>("one", Patience));
        await host.StopAsync();

        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Host_WithARequiredActor_InjectsIt()
    {
        using IHost host = Build(services => services.AddAkka(
            "hosted", akka => akka.WithActors((system, registry) => registry.Register<Counter>(system.ActorOf(Props.Create(() => new Counter()))))));
        await host.StartAsync();

        IActorRef counter = host.Services.GetRequiredService<IRequiredActor<Counter>>().ActorRef;

        Assert.Equal(1, await counter.Ask<int>("one", Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithServices_OffersThemToTheStarters()
    {
        string? inCallback = null;
        string? inStarter = null;
        using IHost host = Build(services => services
            .AddSingleton("a service")
            .AddAkka("hosted", (akka, provider) =>
            {
                inCallback = provider.GetRequiredService<string>();
                akka.WithActors((_, _, resolver) => inStarter = resolver.GetService<string>());
            }));

        await host.StartAsync();

        Assert.Equal("a service", inCallback);
        Assert.Equal("a service", inStarter);
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithAnAsynchronousStarter_WaitsForIt()
    {
        TaskCompletionSource ready = new();
        using IHost host = Build(services => services.AddAkka("hosted", akka => akka.WithActors(async (system, registry) =>
        {
            await ready.Task;
            registry.Register<Counter>(system.ActorOf(Props.Create(() => new Counter())));
        })));

        Task starting = host.StartAsync();
        Assert.False(starting.IsCompleted);
        ready.SetResult();
        await starting;

        Assert.True(host.Services.GetRequiredService<IActorRegistry>().TryGet<Counter>(out IActorRef? _));
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WhoseSystemTerminates_Stops()
    {
        using IHost host = Build(services => services.AddAkka("hosted", akka => akka.WithActors((_, _) => { })));
        await host.StartAsync();

        await host.Services.GetRequiredService<ActorSystem>().Terminate();

        await host.WaitForShutdownAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Host_WhoseStarterFails_DoesNotStart()
    {
        using IHost host = Build(services => services.AddAkka("hosted", akka => akka.WithActors((system, _) =>
        {
            system.ActorOf(Props.Create(() => new Counter()), "twice");
            system.ActorOf(Props.Create(() => new Counter()), "twice");
        })));

        await Assert.ThrowsAsync<InvalidActorNameException>(() => host.StartAsync());
    }

    [Fact]
    public async Task Registry_WithAKeyThatIsTaken_RefusesASecondActorUnlessToldToOverwrite()
    {
        using IHost host = Build(services => services.AddAkka("hosted", akka => akka.WithActors((_, _) => { })));
        await host.StartAsync();
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();
        ActorRegistry registry = host.Services.GetRequiredService<ActorRegistry>();
        IActorRef first = system.ActorOf(Props.Create(() => new Counter()));
        IActorRef second = system.ActorOf(Props.Create(() => new Counter()));
        registry.Register<Counter>(first);

        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<Counter>(second));
        Assert.Equal(first, registry.Get<Counter>());
        registry.Register<Counter>(second, overwrite: true);
        Assert.Equal(second, registry.Get<Counter>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Registry_WithoutTheKey_SaysSo()
    {
        using IHost host = Build(services => services.AddAkka("hosted", akka => akka.WithActors((_, _) => { })));
        await host.StartAsync();
        ActorRegistry registry = host.Services.GetRequiredService<ActorRegistry>();

        Assert.False(registry.TryGet<Counter>(out IActorRef? missing));
        Assert.True(missing.IsNobody());
        Assert.Throws<MissingActorRegistryEntryException>(() => registry.Get<Counter>());
        await host.StopAsync();
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        return builder.Build();
    }
}
