namespace ActorFfi;

/// <summary>The HTTP API: its paths, what each needs, and what answers it.</summary>
internal static class HttpApi
{
    private const string Library = "/v1/libraries/{library}";
    private const string Symbol = Library + "/symbols/{symbol}";
    private const string OctetStream = "application/octet-stream";

    /// <summary>Registers what the endpoints need besides an <see cref="FfiRuntime"/> and <see cref="HostOptions"/>.</summary>
    public static void AddHttpApi(this IServiceCollection services)
    {
        services.AddSingleton(provider => AccessTokens.Load(provider.GetRequiredService<HostOptions>()));
        services.AddSingleton(provider => new FailureLog(provider.GetRequiredService<FfiRuntime>(), TimeProvider.System));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<CallMeters>();
        services.AddSingleton<ConfigurationStatus>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<StatusFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<StatusFeed>());
        services.AddSingleton<LivePage>();
        services.AddSingleton<HealthEndpoints>();
        services.AddHealthChecks().AddActorFfi();
        services.AddSingleton<EventsEndpoint>();
        services.AddSingleton<CallEndpoint>();
        services.AddSingleton<BatchEndpoint>();
        services.AddSingleton<ControlEndpoint>();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HostJson.Default));
        services.AddApiDescription();
    }

    /// <summary>Lets the application answer requests.</summary>
    public static void UseHttpApi(this WebApplication app)
    {
        HostOptions options = app.Services.GetRequiredService<HostOptions>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<RequestLimitMiddleware>(new RequestLimit(options.MaxConcurrentRequests, nameof(HostOptions.MaxConcurrentRequests)));
        MapStatus(app, app.Services.GetRequiredService<StatusReader>(), app.Services.GetRequiredService<FailureLog>());
        MapCalls(app, app.Services.GetRequiredService<CallEndpoint>(), app.Services.GetRequiredService<BatchEndpoint>());
        MapControl(app, app.Services.GetRequiredService<ControlEndpoint>());
        app.MapOpenApi("/v1/openapi.json").WithMetadata(new RequiredScope(AccessScope.Read));
        app.MapGet("/", (RequestDelegate)app.Services.GetRequiredService<LivePage>().HandleAsync);
        HealthEndpoints health = app.Services.GetRequiredService<HealthEndpoints>();
        app.MapGet("/healthz", (RequestDelegate)health.LiveAsync);
        app.MapGet("/readyz", (RequestDelegate)health.ReadyAsync);
    }

    private static void MapStatus(WebApplication app, StatusReader status, FailureLog failures)
    {
        app.MapGet("/v1/libraries", () => TypedResults.Ok(new LibraryList(status.Libraries())))
            .Describe("All libraries with their symbols, states, workers and metrics.", AccessScope.Read);
        app.MapGet(Library, (string library) => TypedResults.Ok(status.Library(library)))
            .Describe("One library.", AccessScope.Read).WithProblems(404);
        app.MapGet(Library + "/guests", (string library) => TypedResults.Ok(status.Guests(library)))
            .Describe("The guests of an isolated library, and how others died.", AccessScope.Read).WithProblems(404);
        app.MapGet(Symbol, (string library, string symbol) => TypedResults.Ok(status.Symbol(library, symbol)))
            .Describe("One symbol.", AccessScope.Read).WithProblems(404);
        EventsEndpoint events = app.Services.GetRequiredService<EventsEndpoint>();
        app.MapGet("/v1/events", (Delegate)events.HandleAsync)
            .Describe("The status as server-sent events, each second and whenever something happens.", AccessScope.Read)
            .WithMetadata(new Uncounted())
            .Produces<ServiceStatus>(200, "text/event-stream")
            .WithProblems(429);
        app.MapGet("/v1/failures", () => TypedResults.Ok(failures.List()))
            .Describe("The last failures of calls and libraries, the newest first.", AccessScope.Read);
    }

    private static void MapCalls(WebApplication app, CallEndpoint call, BatchEndpoint batch)
    {
        app.MapPost(Symbol, (HttpContext context, string library, string symbol) => call.HandleAsync(context))
            .Describe("Calls a function: as JSON, or raw with the arguments in the query (?arg=0&arg=@body&arg=@length) and the body as the bytes of one of them.", AccessScope.Call)
            .Accepts<CallRequest>("application/json", OctetStream)
            .Produces<CallReply>(200, "application/json", OctetStream)
            .WithProblems(400, 404, 413, 415, 422, 429, 502, 503, 504);
        app.MapPost(Library + "/calls", (HttpContext context, string library) => batch.HandleAsync(context))
            .Describe("Makes a call for each line and answers each with a line, in order; both are streams.", AccessScope.Call)
            .Accepts<BatchRequest>("application/jsonl", "application/x-ndjson")
            .Produces<CallReply>(200, "application/jsonl")
            .WithProblems(404, 408, 413, 415);
    }

    private static void MapControl(WebApplication app, ControlEndpoint control)
    {
        app.MapPost(Library + "/restart", control.RestartAsync)
            .Describe("Stops the library and starts it again in a new generation; answers when it is ready.", AccessScope.Admin).WithProblems(404, 503);
        app.MapPost(Library + "/drain", control.DrainAsync)
            .Describe("Refuses new calls, finishes those that were accepted, and stops the library.", AccessScope.Admin).WithProblems(404, 409);
        app.MapPost(Library + "/revive", control.ReviveAsync)
            .Describe("Starts a library that is stopped, failed or backing off.", AccessScope.Admin).WithProblems(404, 503);
        app.MapPost(Library + "/roll", control.RollAsync)
            .Describe("Replaces the guests of an isolated library, one after the other, while calls go on; answers when all are replaced.", AccessScope.Admin).WithProblems(400, 404, 502, 503);
        app.MapPost(Library + "/pardon", control.PardonAsync)
            .Describe("Lets calls run again that were refused because guests had died in such calls.", AccessScope.Admin).WithProblems(404);
    }

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string summary, AccessScope scope) =>
        endpoint.WithSummary(summary).WithMetadata(new RequiredScope(scope)).WithProblems(401, 403);
}
