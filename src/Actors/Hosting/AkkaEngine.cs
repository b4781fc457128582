using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorFfi;

/// <summary>Native libraries in an actor system of the application. The embedded engine's types are internal, and so is this class with it.</summary>
#if AKKA
public
#else
internal
#endif
static class AkkaEngine
{
    private static readonly ConditionalWeakTable<AkkaConfigurationBuilder, FfiRuntime> _declared = [];
    private static readonly ConditionalWeakTable<ActorSystem, FfiRuntime> _attached = [];

    /// <summary>Runs the libraries of a configuration in the actor system that is being configured.</summary>
    /// <param name="builder">The system's builder.</param>
    /// <param name="section">The section <see cref="ActorFfiOptions.SectionName"/>.</param>
    /// <exception cref="OptionsException">Settings are wrong, or libraries were declared for this system before.</exception>
    public static AkkaConfigurationBuilder WithActorFfi(this AkkaConfigurationBuilder builder, IConfiguration section) =>
        builder.WithActorFfi(declare => declare.AddConfiguration(section));

    /// <summary>Runs libraries in the actor system that is being configured; <see cref="GetActorFfi"/> gives the runtime.</summary>
    /// <param name="builder">The system's builder.</param>
    /// <param name="configure">Declares the libraries.</param>
    /// <exception cref="OptionsException">Settings are wrong, or libraries were declared for this system before.</exception>
    /// <remarks>The runtime stops in the system's coordinated shutdown, phase <c>service-stop</c>, whose time-out bounds it too.</remarks>
    public static AkkaConfigurationBuilder WithActorFfi(this AkkaConfigurationBuilder builder, Action<FfiRuntimeBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        FfiRuntime runtime = FfiDeclarations.CreateRuntime([new FfiDeclarations(configure)], hostLogging: null);
        if (!_declared.TryAdd(builder, runtime))
        {
            throw new OptionsException(ActorFfiOptions.SectionName, "'WithActorFfi' was called twice for one actor system. Declare all libraries in one call.");
        }

        return builder.WithActors((system, _, resolver) =>
            StartAsync(
                runtime,
                system,
                resolver.GetService(typeof(IHostApplicationLifetime)) as IHostApplicationLifetime,
                resolver.GetService(typeof(ILoggerFactory)) as ILoggerFactory));
    }

    /// <summary>The runtime whose libraries run in an actor system.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the system has not started yet.</exception>
    public static FfiRuntime GetActorFfi(this ActorSystem system) => _attached.TryGetValue(system, out FfiRuntime? runtime)
        ? runtime
        : throw new InvalidOperationException($"The actor system '{system.Name}' runs no native libraries. Declare some with 'WithActorFfi', and start the host first.");

    /// <summary>Makes a callback of this start of a library whose runs become messages to an actor. Native code does not wait for them, from whichever thread it calls.</summary>
    /// <param name="library">The library.</param>
    /// <param name="signature">A C function or function pointer without a result: <c>void changed(void *state, int value)</c>.</param>
    /// <param name="receiver">Who is told a <see cref="CallbackMessage"/> for each run.</param>
    /// <param name="options">The name; threads and place are those of this kind. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The signature has a result.</exception>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    public static StoredCallback CreateCallback(this LibraryRef library, string signature, IActorRef receiver, CallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(receiver);
        string name = "";
        StoredCallback callback = library.CreateCallback(
            signature,
            new CallbackAction(arguments => receiver.Tell(new CallbackMessage(name, [.. arguments]), ActorRefs.NoSender)),
            (options ?? new CallbackOptions()) with { ThreadSafe = true, Place = CallbackPlace.Caller });
        name = callback.Name; // Native code cannot run it before it is passed.
        return callback;
    }

    /// <summary>Registers an actor system where there is none.</summary>
    internal static void EnsureSystem(IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(ActorSystem)))
        {
            services.AddAkka("actorffi", static (AkkaConfigurationBuilder _) => { });
        }
    }

    /// <summary>Refuses a runtime in a host whose actor system has one.</summary>
    internal static void RefuseTwice(AkkaConfigurationBuilder? builder)
    {
        if (builder is not null && _declared.TryGetValue(builder, out _))
        {
            throw new OptionsException(ActorFfiOptions.SectionName, "native libraries are declared twice, by 'AddActorFfi' on the services and by 'WithActorFfi' on the actor system. Keep one: 'AddActorFfi' uses the registered system too.");
        }
    }

    /// <summary>The runtime of a host, whichever way its libraries are declared; null where none are.</summary>
    internal static FfiRuntime? RuntimeOf(IServiceProvider services) =>
        services.GetService<FfiRuntime>()
        ?? (services.GetService<AkkaConfigurationBuilder>() is { } builder && _declared.TryGetValue(builder, out FfiRuntime? declared) ? declared : null);

    /// <summary>Makes the runtime known as that of a system.</summary>
    internal static void Attach(ActorSystem system, FfiRuntime runtime) => _attached.AddOrUpdate(system, runtime);

    private static async Task StartAsync(FfiRuntime runtime, ActorSystem system, IHostApplicationLifetime? application, ILoggerFactory? hostLogging)
    {
        if (runtime.Logger == NullLogger.Instance)
        {
            runtime.LogTo(hostLogging);
        }

        Attach(system, runtime);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "actorffi", async () =>
        {
            await FfiHostedService.StopAsync(runtime, runtime.Logger, CancellationToken.None).ConfigureAwait(false);
            return Done.Instance;
        });
        await FfiHostedService.StartAsync(runtime, system, application, CancellationToken.None).ConfigureAwait(false);
    }
}
