using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorFfi;

/// <summary>The health of one library: whether it serves calls, and why not.</summary>
internal sealed class LibraryHealthCheck(FfiRuntime runtime, string library) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(runtime.TryGetLibrary(library, out LibraryRef? found)
            ? Result(found.Entry.Unavailable(), context.Registration.FailureStatus)
            : HealthCheckResult.Healthy($"Library '{library}' is not declared any more."));

    /// <summary>How healthy a library is in a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="failureStatus">What the registration calls a failure.</param>
    public static HealthStatus StatusOf(LibraryState state, HealthStatus failureStatus) => state switch
    {
        LibraryState.Ready => HealthStatus.Healthy,
        LibraryState.Loading or LibraryState.BackingOff or LibraryState.Draining => HealthStatus.Degraded,
        _ => failureStatus,
    };

    // The exception that a call would get is one consistent look at state, reason and cause.
    private static HealthCheckResult Result(LibraryUnavailableException now, HealthStatus failureStatus)
    {
        HealthStatus status = StatusOf(now.State, failureStatus);
        string description = status == HealthStatus.Healthy
            ? $"Library '{now.Library}' is ready."
            : now.InnerException is { } cause ? $"{now.Message} {cause.Message}" : now.Message;
        Dictionary<string, object> data = new() { ["library"] = now.Library, ["state"] = now.State.ToString() };
        return new HealthCheckResult(status, description, status == HealthStatus.Healthy ? null : now.InnerException, data);
    }
}
