using System.Globalization;
using System.Text.Json;

namespace ActorFfi;

/// <summary>Which exception is which problem: the one table of HTTP's failures.</summary>
internal static class ProblemMapping
{
    public static Problem Of(Exception exception) => exception switch
    {
        JsonException json => OfJson(json),
        BadHttpRequestException request => new Problem(request.StatusCode, nameof(BadHttpRequestException), request.Message),
        ArgumentException argument => new Problem(StatusCodes.Status400BadRequest, exception.GetType().Name, FailureText.Of(argument)) { Parameter = argument.ParamName },
        UnknownNameException or AbsentSymbolException => Of(StatusCodes.Status404NotFound, exception),
        NotSupportedException => Of(StatusCodes.Status400BadRequest, exception), // A variable, or a door that the declaration closes.
        CallRefusedException => Of(StatusCodes.Status429TooManyRequests, exception),
        RemoteServiceException remote => new Problem(StatusCodes.Status502BadGateway, remote.Error, remote.Message),
        TooManyRequestsException => Of(StatusCodes.Status429TooManyRequests, exception),
        AccessDeniedException denied => Of(denied.Status, exception),
        CallTimeoutException or CallSkippedException or DeadlinePassedException => Of(StatusCodes.Status504GatewayTimeout, exception),
        LibraryUnavailableException gone => Of(StatusCodes.Status503ServiceUnavailable, exception) with { RetryAfter = SecondsUntil(gone.NextAttempt) },
        LibraryRevivedException => Of(StatusCodes.Status409Conflict, exception),
        NativeCallFailedException native => Of(StatusCodes.Status502BadGateway, exception) with { Native = native },
        PoisonCallException => Of(StatusCodes.Status422UnprocessableEntity, exception),
        ArenaFullException => Of(StatusCodes.Status429TooManyRequests, exception),
        GuestCrashedException crash => Of(StatusCodes.Status502BadGateway, exception) with { Crash = crash },
        ActorFfiException => Of(StatusCodes.Status502BadGateway, exception),
        OperationCanceledException => new Problem(StatusCodes.Status499ClientClosedRequest, nameof(OperationCanceledException), "The call was cancelled while it was queued; nothing native ran."),
        _ => new Problem(StatusCodes.Status500InternalServerError, exception.GetType().Name, "The service has a fault of its own. Its log says which."),
    };

    private static long SecondsUntil(DateTimeOffset? attempt) =>
        attempt is { } at ? Math.Max(1, (long)Math.Ceiling((at - DateTimeOffset.UtcNow).TotalSeconds)) : 1;

    private static Problem Of(int status, Exception exception) => new(status, exception.GetType().Name, FailureText.Of(exception));

    /// <summary>The problem of one line of a batch.</summary>
    public static Problem OfLine(Exception exception, int line) => exception is JsonException json ? OfJson(json, line) : Of(exception);

    private static Problem OfJson(JsonException exception, int firstLine = 1)
    {
        // The reader counts from 0 and says so at the end of its message.
        int place = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string fault = (place < 0 ? exception.Message : exception.Message[..place]).TrimEnd('.');
        long line = (exception.LineNumber ?? 0) + firstLine;
        long column = (exception.BytePositionInLine ?? 0) + 1;
        string detail = string.Create(CultureInfo.InvariantCulture, $"The request body is wrong at line {line}, byte {column}: {fault}.");
        return new Problem(StatusCodes.Status400BadRequest, nameof(JsonException), detail) { Line = line, Column = column };
    }
}
