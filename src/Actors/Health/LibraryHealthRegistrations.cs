using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ActorFfi;

/// <summary>Registers a health check for each library when the checks are first needed: only then is it known what a configuration declares.</summary>
internal sealed class LibraryHealthRegistrations(IServiceProvider services, HealthStatus? failureStatus, IReadOnlyList<string> tags)
    : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options)
    {
        FfiRuntime runtime = AkkaEngine.RuntimeOf(services) ?? throw new OptionsException(
            ActorFfiOptions.SectionName,
            "health checks are registered with 'AddActorFfi' on the health checks, but no libraries are. Call 'AddActorFfi' on the services too.");
        foreach (string library in runtime.Libraries.Order(StringComparer.Ordinal))
        {
            options.Registrations.Add(new HealthCheckRegistration($"actorffi:{library}", new LibraryHealthCheck(runtime, library), failureStatus, tags));
        }
    }
}
