using System.Threading.Channels;

namespace ActorFfi;

/// <summary><c>GET /v1/events</c>: the status as server-sent events, until the client goes away or the service stops.</summary>
internal sealed class EventsEndpoint(StatusFeed feed)
{
    /// <summary>Serves one stream.</summary>
    /// <remarks>A client that stops reading is cut by the server, which bounds how slowly an answer may be taken.</remarks>
    public async Task HandleAsync(HttpContext context)
    {
        Channel<byte[]> stream = feed.Open();
        try
        {
            context.Response.ContentType = "text/event-stream";
            await foreach (byte[] status in stream.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await context.Response.BodyWriter.WriteAsync(status, context.RequestAborted).ConfigureAwait(false);
            }
        }
        finally
        {
            feed.Close(stream);
        }
    }
}
