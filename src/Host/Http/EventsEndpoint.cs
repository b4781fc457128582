using System.Threading.Channels;

namespace ActorFfi;

/// <summary><c>GET /v1/events</c>: the status as server-sent events, until the client goes away or the service stops.</summary>
internal sealed class EventsEndpoint(StatusFeed feed, HostOptions options)
{
    /// <summary>Serves one stream.</summary>
    /// <remarks>A client that stops reading is cut after a while: the server's own bound grows with all that was sent before.</remarks>
    public async Task HandleAsync(HttpContext context)
    {
        Channel<byte[]> stream = feed.Open();
        try
        {
            context.Response.ContentType = "text/event-stream";
            await foreach (byte[] status in stream.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                if (!await TryWriteAsync(context, status).ConfigureAwait(false))
                {
                    context.Abort();
                    break;
                }
            }
        }
        finally
        {
            feed.Close(stream);
        }
    }

    private async Task<bool> TryWriteAsync(HttpContext context, byte[] status)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(options.EventStreamTimeout);
        try
        {
            await context.Response.BodyWriter.WriteAsync(status, patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }
}
