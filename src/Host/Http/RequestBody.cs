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
        Demand(context.Request, "application/json");
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

    /// <summary>The refusal of a body that is too long.</summary>
    public static BadHttpRequestException TooLong(long limit) => new(
        $"The request body is longer than {limit:N0} bytes. Send less, or raise '{HostOptions.Section}:{nameof(HostOptions.MaxRequestBody)}'.",
        StatusCodes.Status413PayloadTooLarge);

    /// <summary>Refuses every other type of content, so that a web page of another origin cannot call anything without being asked first (CORS preflight).</summary>
    /// <exception cref="BadHttpRequestException">The content is of another type, or not in UTF-8.</exception>
    public static void Demand(HttpRequest request, params ReadOnlySpan<string> types)
    {
        bool isRight = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        if (!isRight)
        {
            throw new BadHttpRequestException($"The content type of this request is '{types[0]}', in UTF-8. Set the header 'Content-Type'.", StatusCodes.Status415UnsupportedMediaType);
        }
    }
}
