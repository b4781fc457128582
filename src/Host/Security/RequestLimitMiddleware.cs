namespace ActorFfi;

/// <summary>Keeps the number of requests that are served at once within the limit; what anybody may ask, such as health, is not counted.</summary>
internal sealed class RequestLimitMiddleware(RequestDelegate next, RequestLimit limit)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is null ? next(context) : ServeAsync(context);

    private async Task ServeAsync(HttpContext context)
    {
        limit.Enter();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            limit.Exit();
        }
    }
}
