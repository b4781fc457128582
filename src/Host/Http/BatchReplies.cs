using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.Channels;

namespace ActorFfi;

/// <summary>Writes the replies of a batch, a line each, in the order of the calls.</summary>
internal sealed class BatchReplies(HttpContext context, ChannelReader<BatchCall> calls, CancellationToken cancellationToken)
{
    private const long FlushAbove = 16 << 10;
    private static readonly byte[] _newline = "\n"u8.ToArray();

    /// <summary>Writes until there are no more calls. What is ready goes together; a reply never waits for the next call.</summary>
    public async Task WriteAllAsync()
    {
        context.Response.ContentType = "application/jsonl";
        PipeWriter pipe = context.Response.BodyWriter;
        Utf8JsonWriter writer = new(pipe, Problem.JsonOptions);
        await using (writer.ConfigureAwait(false))
        {
            while (await calls.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (calls.TryRead(out BatchCall? call))
                {
                    using (call)
                    {
                        await WriteAsync(writer, pipe, call).ConfigureAwait(false);
                    }
                }

                await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteAsync(Utf8JsonWriter writer, PipeWriter pipe, BatchCall call)
    {
        if (!call.IsDone && pipe.UnflushedBytes > 0)
        {
            await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        await call.WriteAsync(writer, FlushLongAsync).ConfigureAwait(false);
        writer.Flush();
        writer.Reset();
        pipe.Write(_newline);
        await FlushLongAsync().ConfigureAwait(false);

        async ValueTask FlushLongAsync()
        {
            writer.Flush();
            if (pipe.UnflushedBytes > FlushAbove)
            {
                await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
