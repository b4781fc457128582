namespace ActorFfi;

/// <summary>The HTTP API: its paths, and what answers them.</summary>
internal static class HttpApi
{
    /// <summary>Lets the application answer requests; it has an <see cref="FfiRuntime"/> and <see cref="HostOptions"/> registered.</summary>
    public static void UseHttpApi(this WebApplication app)
    {
        FfiRuntime ffi = app.Services.GetRequiredService<FfiRuntime>();
        CallEndpoint call = new(ffi, app.Services.GetRequiredService<HostOptions>());
        LibrariesEndpoint libraries = new(ffi);

        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.MapPost("/v1/libraries/{library}/symbols/{symbol}", (RequestDelegate)call.HandleAsync);
        app.MapGet("/v1/libraries", (RequestDelegate)libraries.HandleAsync);
        app.MapGet("/healthz", (RequestDelegate)HealthAsync);
    }

    private static Task HealthAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"status":"Healthy"}""", context.RequestAborted);
    }
}
