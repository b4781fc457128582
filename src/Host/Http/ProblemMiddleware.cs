namespace ActorFfi;

/// <summary>Answers whatever goes wrong in a request with a problem, never with a stack trace.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        SecurityHeaders.Apply(context);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is there to be answered.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
        }

        if (context.Response is { HasStarted: false, ContentType: null, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status415UnsupportedMediaType })
        {
            await OfRouting(context).WriteAsync(context).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        Problem problem = ProblemMapping.Of(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            LogFault(exception, context.Request.Method, context.Request.Path);
        }

        await problem.WriteAsync(context).ConfigureAwait(false);
    }

    private static Problem OfRouting(HttpContext context) => new(context.Response.StatusCode, nameof(BadHttpRequestException), context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at '{context.Request.Path}'. See 'GET /v1/libraries' for what can be called.",
        StatusCodes.Status405MethodNotAllowed => $"'{context.Request.Path}' does not take {context.Request.Method}. Use {context.Response.Headers.Allow}.",
        _ => $"'{context.Request.Path}' does not take content of type '{context.Request.ContentType}'. A call is 'application/json' or 'application/octet-stream', a batch 'application/jsonl'.",
    });

    [LoggerMessage(EventId = 1103, Level = LogLevel.Error, Message = "Request {Method} {Path} failed for a reason that is no problem of the caller.")]
    private partial void LogFault(Exception exception, string method, PathString path);
}
