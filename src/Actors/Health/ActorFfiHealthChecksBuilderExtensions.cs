using ActorFfi;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health of native libraries.</summary>
public static class ActorFfiHealthChecksBuilderExtensions
{
    /// <summary>Adds a check named <c>actorffi:{library}</c> for each library of the host's runtime, wherever it is declared.</summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="failureStatus">What a library that is Failed or Stopped is; null for unhealthy.</param>
    /// <param name="tags">Tags of the checks besides <c>actorffi</c>.</param>
    /// <remarks>
    /// Ready is healthy. Loading, BackingOff and Draining are degraded. The description has the reason, the exception is its cause,
    /// and the data holds <c>library</c> and <c>state</c>. Call it once.
    /// </remarks>
    public static IHealthChecksBuilder AddActorFfi(this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(tags);
        string[] all = [.. tags.Prepend("actorffi").Distinct(StringComparer.Ordinal)];
        builder.Services.AddSingleton<IConfigureOptions<HealthCheckServiceOptions>>(services => new LibraryHealthRegistrations(services, failureStatus, all));
        return builder;
    }
}
