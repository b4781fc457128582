using Microsoft.Extensions.Hosting;

namespace ActorFfi.Actors.Tests.Hosting;

/// <summary>A service that notes the state of the fixture library when it is started.</summary>
internal sealed class StateAtStart(FfiRuntime ffi) : IHostedService
{
    public LibraryState? State { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        State = ffi["fixture"].State;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
