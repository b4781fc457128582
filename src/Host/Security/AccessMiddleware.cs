using System.Net;
using Microsoft.Extensions.Primitives;

namespace ActorFfi;

/// <summary>Lets requests in: from pages of this service only, and with a token of the scope that the endpoint needs.</summary>
internal sealed partial class AccessMiddleware(RequestDelegate next, AccessTokens tokens, ILogger<AccessMiddleware> logger)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        RefuseOtherOrigins(context.Request);
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is { } needed && tokens.AreRequired)
        {
            context.Features.Set(CallerOf(context, needed.Scope));
        }

        return next(context);
    }

    // Browsers send these headers by themselves. A page of another origin could otherwise use a service that asks for no token,
    // and so could one whose name was made to mean this machine.
    private void RefuseOtherOrigins(HttpRequest request)
    {
        if (!tokens.AreRequired && request.Host is { HasValue: true, Host: { } host } && !ListenRule.IsLocalHost(host))
        {
            throw new AccessDeniedException(StatusCodes.Status403Forbidden, $"The service was reached under the name '{request.Host.Host}', and without tokens it answers to names of this machine only. Use 127.0.0.1 or localhost, or configure a token.");
        }

        StringValues origin = request.Headers.Origin;
        bool isForeign = origin.Count > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (isForeign || request.Headers["Sec-Fetch-Site"] == "cross-site")
        {
            throw new AccessDeniedException(StatusCodes.Status403Forbidden, "Pages of another origin cannot use this service. Call it from a program, or through a page that it serves itself.");
        }
    }

    private Caller CallerOf(HttpContext context, AccessScope needed)
    {
        string? presented = context.Request.Headers.Authorization;
        AccessToken? token = presented?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? tokens.Find(presented[Bearer.Length..].Trim()) : null;
        if (token is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            LogDenied(context.Request.Method, context.Request.Path, context.Connection.RemoteIpAddress, presented is null ? "no token" : "a wrong token");
            throw new AccessDeniedException(StatusCodes.Status401Unauthorized, presented is null
                ? "This service needs a token. Send it as 'Authorization: Bearer TOKEN'."
                : "The token is none of this service. Check it, and that it is sent as 'Authorization: Bearer TOKEN'.");
        }

        if ((token.Scopes & needed) != needed)
        {
            string scope = needed.ToString().ToLowerInvariant();
            LogDenied(context.Request.Method, context.Request.Path, context.Connection.RemoteIpAddress, $"token '{token.Name}' without scope {scope}");
            throw new AccessDeniedException(StatusCodes.Status403Forbidden, $"Token '{token.Name}' does not allow this: it needs the scope '{scope}'. Use another token, or add the scope to '{HostOptions.Section}:{nameof(HostOptions.Tokens)}:{token.Name}:Scopes'.");
        }

        return new Caller(token.Name, token.Scopes);
    }

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "Request {Method} {Path} from {Remote} was not let in: {Reason}.")]
    private partial void LogDenied(string method, PathString path, IPAddress? remote, string reason);
}
