using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Hosting;

/// <summary>Starts the actor system with the host and terminates it with the host. A system that terminates first takes the host along.</summary>
internal sealed class AkkaHostedService(
    AkkaConfigurationBuilder configuration, IServiceProvider services, IHostApplicationLifetime? lifetime = null) : IHostedService
{
    private ActorSystem? _system;
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _system = services.GetRequiredService<ActorSystem>();
        try
        {
            await configuration.StartAsync(
                _system, services.GetRequiredService<IActorRegistry>(), new ServiceProviderDependencyResolver(services)).ConfigureAwait(false);
        }
        catch
        {
            await _system.Terminate().ConfigureAwait(false);
            throw;
        }

        _watch = StopWithSystemAsync(_system);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is not null)
        {
            await CoordinatedShutdown.Get(_system).RunTasksAsync().ConfigureAwait(false);
            await _system.Terminate().ConfigureAwait(false);
            await _watch.ConfigureAwait(false);
        }
    }

    private async Task StopWithSystemAsync(ActorSystem system)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        lifetime?.StopApplication();
    }
}
