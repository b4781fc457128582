using Microsoft.OpenApi;

namespace ActorFfi;

/// <summary>The description of the HTTP API, <c>GET /v1/openapi.json</c>.</summary>
internal static class ApiDescription
{
    /// <summary>The name of the document.</summary>
    public const string Document = "v1";

    private const string Problems = "application/problem+json";
    private const string Bearer = "bearer";

    /// <summary>Registers the description.</summary>
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "ActorFfi", Version = Document, Description = "Native libraries as supervised actors." };
            document.Servers = null;
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "Needed where tokens are configured; each operation says which scope." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().FirstOrDefault() is { } needed)
            {
                operation.Description = $"{operation.Description} Scope: {needed.Scope.ToString().ToLowerInvariant()}.".TrimStart();
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>Says of an endpoint how it fails.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, Problems);
        }

        return endpoint;
    }
}
