using ActorFfi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers native libraries with a generic host.</summary>
/// <remarks>
/// <see cref="FfiRuntime"/> is injectable as a singleton. It starts before the host's other services, which therefore find each library
/// ready or failed, and stops after those that were registered later. Each method may be called several times; the declarations add up.
/// It uses the actor system that is registered, or registers one of its own.
/// Failure: settings that are wrong fail the start of the host with an <see cref="OptionsException"/> or <see cref="DeclarationException"/>.
/// </remarks>
public static class ActorFfiServiceCollectionExtensions
{
    /// <summary>Adds the libraries that a configuration declares.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section <see cref="ActorFfiOptions.SectionName"/>, read when the host starts.</param>
    public static IServiceCollection AddActorFfi(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddActorFfi(builder => builder.AddConfiguration(section));
    }

    /// <summary>Adds the libraries that a configuration declares, and those that code declares.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section <see cref="ActorFfiOptions.SectionName"/>, read when the host starts.</param>
    /// <param name="configure">Declares more, after the configuration was read.</param>
    public static IServiceCollection AddActorFfi(this IServiceCollection services, IConfiguration section, Action<FfiRuntimeBuilder> configure) =>
        services.AddActorFfi(section).AddActorFfi(configure);

    /// <summary>Adds the libraries that code declares.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Declares them, when the host starts.</param>
    public static IServiceCollection AddActorFfi(this IServiceCollection services, Action<FfiRuntimeBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddSingleton(new FfiDeclarations(configure));
        AkkaEngine.EnsureSystem(services);
        services.TryAddSingleton(FfiRuntimeFactory.Create);
        services.AddHostedService<FfiHostedService>();
        return services;
    }
}
