namespace ActorFfi;

/// <summary>Keeps the number of requests that are served at once within the limit; what anybody may ask, such as health, is not counted.</summary>
internal sealed class RequestLimitMiddleware(RequestDelegate next, RequestLimit limit)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } about && about.GetMetadata<RequiredScope>() is not null && about.GetMetadata<Uncounted>() is null ? ServeAsync(context) : next(context);

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
