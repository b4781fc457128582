using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ActorFfi;

/// <summary>Creates the runtime of a host; the hosted service starts it.</summary>
internal static class FfiRuntimeFactory
{
    /// <exception cref="OptionsException">Settings are wrong, or libraries are declared for the actor system too.</exception>
    public static FfiRuntime Create(IServiceProvider services)
    {
        RuntimeDefinition definition = FfiDeclarations.Resolve(services.GetServices<FfiDeclarations>());

        // Before the runtime: the container disposes in reverse, and the runtime stops its actors while their system lives.
        ActorSystem system = services.GetRequiredService<ActorSystem>();
        AkkaEngine.RefuseTwice(services.GetService<AkkaConfigurationBuilder>());
        FfiRuntime runtime = new(definition);
        AkkaEngine.Attach(system, runtime);
        return runtime;
    }
}
