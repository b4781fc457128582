using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Creates the runtime of a host; the hosted service starts it.</summary>
internal static class FfiRuntimeFactory
{
    /// <exception cref="OptionsException">Settings are wrong, or libraries are declared for the actor system too.</exception>
    public static FfiRuntime Create(IServiceProvider services)
    {
        FfiRuntime runtime = FfiDeclarations.CreateRuntime(services.GetServices<FfiDeclarations>(), services.GetService<ILoggerFactory>());

        // Before the runtime is given out: the container disposes in reverse, and the runtime stops its actors while their system lives.
        ActorSystem system = services.GetRequiredService<ActorSystem>();
        AkkaEngine.RefuseTwice(services.GetService<AkkaConfigurationBuilder>());
        AkkaEngine.Attach(system, runtime);
        return runtime;
    }
}
