using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorFfi;

/// <summary><c>GET /healthz</c> and <c>GET /readyz</c>: whether the service lives, and whether it should be sent work. They need no token and tell nothing else.</summary>
internal sealed class HealthEndpoints(FfiRuntime ffi, HealthCheckService checks, IHostApplicationLifetime application)
{
    /// <summary>200 while the service answers at all.</summary>
    public Task LiveAsync(HttpContext context) => WriteAsync(context, HealthStatus.Healthy);

    /// <summary>200 as long as no library has failed or was stopped, and the service is not stopping; 503 otherwise.</summary>
    public async Task ReadyAsync(HttpContext context)
    {
        HealthReport report = await checks.CheckHealthAsync(context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, application.ApplicationStopping.IsCancellationRequested || HasFailed() ? HealthStatus.Unhealthy : report.Status).ConfigureAwait(false);
    }

    // The checks are those of the libraries that were declared at the start; a changed configuration may have added some.
    private bool HasFailed() => ffi.Libraries.Any(name => ffi.TryGetLibrary(name, out LibraryRef? library) && library.State is (LibraryState.Failed or LibraryState.Stopped));

    private static Task WriteAsync(HttpContext context, HealthStatus status)
    {
        context.Response.StatusCode = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"status":"{{status}}"}""", context.RequestAborted);
    }
}
