using System.Threading.Channels;

namespace ActorFfi;

/// <summary><c>POST /v1/libraries/{library}/calls</c>: a call a line, and a reply a line in the same order, both as streams.</summary>
/// <remarks>
/// While replies go back, further lines are read; so many calls are outstanding at most. A client that stops reading replies is
/// read from no further.
/// </remarks>
internal sealed class BatchEndpoint(FfiRuntime ffi, HostOptions options)
{
    private const int Outstanding = 64;

    /// <summary>Serves the batch until the client ends it.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        LibraryRef library = ffi[RouteNames.Library(context)];
        BatchLines lines = new(context, options);
        Channel<BatchCall> calls = Channel.CreateBounded<BatchCall>(new BoundedChannelOptions(Outstanding) { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        BatchReplies replies = new(context, calls.Reader, end.Token);
        Task writing = replies.WriteAllAsync();
        try
        {
            await ReadAllAsync(library, lines, calls.Writer, end.Token).ConfigureAwait(false);
        }
        finally
        {
            calls.Writer.Complete();
            await EndAsync(writing, calls.Reader, end).ConfigureAwait(false);
        }
    }

    private async Task ReadAllAsync(LibraryRef library, BatchLines lines, ChannelWriter<BatchCall> calls, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            BatchCall call = BatchCall.Begin(ffi, library.Name, lines.Current, lines.Number, options.MaxAllocation, cancellationToken);
            lines.Release();
            await calls.WriteAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whatever was not answered is withdrawn, and gives its buffers back.
    private static async Task EndAsync(Task writing, ChannelReader<BatchCall> left, CancellationTokenSource end)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            while (left.TryRead(out BatchCall? call))
            {
                call.Dispose();
            }
        }
    }
}
