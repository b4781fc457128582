using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;

namespace ActorFfi;

/// <summary>Takes the body of a JSON request, within the limit.</summary>
internal static class RequestBody
{
    /// <summary>Waits for the whole body; the caller gives it back with <see cref="Release"/>.</summary>
    /// <exception cref="BadHttpRequestException">The content is not JSON, or is too long.</exception>
    public static async ValueTask<ReadOnlySequence<byte>> ReadJsonAsync(HttpContext context, long limit)
    {
        DemandJson(context.Request);
        if (context.Request.ContentLength > limit)
        {
            throw TooLong(limit);
        }

        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                throw TooLong(limit);
            }

            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Gives the memory of the body back to the server.</summary>
    public static void Release(HttpContext context, in ReadOnlySequence<byte> body) => context.Request.BodyReader.AdvanceTo(body.End);

    private static BadHttpRequestException TooLong(long limit) => new(
        $"The request body is longer than {limit:N0} bytes. Send less, or raise '{HostOptions.Section}:{nameof(HostOptions.MaxRequestBody)}'.",
        StatusCodes.Status413PayloadTooLarge);

    // Nothing but JSON, so that a web page of another origin cannot call anything without being asked first (CORS preflight).
    private static void DemandJson(HttpRequest request)
    {
        bool isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new BadHttpRequestException("The content type of a call is 'application/json', in UTF-8. Set the header 'Content-Type'.", StatusCodes.Status415UnsupportedMediaType);
        }
    }
}
