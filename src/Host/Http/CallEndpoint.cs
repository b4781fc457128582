using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>POST /v1/libraries/{library}/symbols/{symbol}</c>: one call, as JSON or raw.</summary>
internal sealed class CallEndpoint(FfiRuntime ffi, HostOptions options)
{
    private const long FlushAbove = 16 << 10; // What is shorter goes out with the end of the answer, at once.

    /// <summary>Reads the arguments, makes the call, and writes its reply; failures leave as exceptions.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        CallTarget target = CallTarget.Find(ffi, RouteNames.Library(context), RouteNames.Symbol(context));
        bool isRaw = RawCall.IsRaw(context.Request);
        using CallPatience patience = CallPatience.Of(context);
        using CallBuilder call = new(target);
        await (isRaw ? RawCall.ReadAsync(context, call, options) : ReadAsync(context, call)).ConfigureAwait(false);

        NativeReply reply = await patience.RunAsync(call).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            await ProblemMapping.Of(failure).WriteAsync(context).ConfigureAwait(false);
        }
        else if (isRaw && RawReply.BytesOf(context.Request, call) is { } bytes)
        {
            await RawReply.WriteAsync(context, call, reply, bytes).ConfigureAwait(false);
        }
        else
        {
            await WriteAsync(context, call, reply).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(HttpContext context, CallBuilder call)
    {
        ReadOnlySequence<byte> body = await RequestBody.ReadJsonAsync(context, options.MaxRequestBody).ConfigureAwait(false);
        try
        {
            CallBodyReader.Read(body, call, options.MaxAllocation);
        }
        finally
        {
            RequestBody.Release(context, body);
        }
    }

    private static async Task WriteAsync(HttpContext context, CallBuilder call, NativeReply reply)
    {
        context.Response.ContentType = "application/json";
        PipeWriter pipe = context.Response.BodyWriter;
        Utf8JsonWriter writer = new(pipe);
        await using (writer.ConfigureAwait(false))
        {
            await ReplyJson.WriteAsync(writer, call, reply, FlushAsync).ConfigureAwait(false);
        }

        async ValueTask FlushAsync()
        {
            writer.Flush();
            if (pipe.UnflushedBytes > FlushAbove)
            {
                await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
    }
}
