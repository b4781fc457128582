using System.Buffers;
using System.Text.Json;

namespace ActorFfi;

/// <summary>One line of a batch: a call on its way, or what is wrong with the line.</summary>
/// <remarks>Ownership: owns the call's buffers until it is disposed.</remarks>
internal sealed class BatchCall : IDisposable
{
    private readonly int _line;
    private CallBuilder? _call;
    private Task<NativeReply>? _reply;
    private Exception? _fault;

    private BatchCall(int line)
    {
        _line = line;
    }

    /// <summary>Whether the reply is there, so that writing it waits for nothing.</summary>
    public bool IsDone => _reply is null || _reply.IsCompleted;

    /// <summary>Reads a line and begins its call; whatever is wrong with it becomes its reply.</summary>
    public static BatchCall Begin(FfiRuntime ffi, string library, in ReadOnlySequence<byte> line, int number, long maxAllocation, CancellationToken cancellationToken)
    {
        BatchCall batch = new(number);
        try
        {
            batch._call = new CallBuilder(CallTarget.Find(ffi, library, CallBodyReader.SymbolOf(line)));
            CallBodyReader.ReadLine(line, batch._call, maxAllocation);
            batch._reply = batch._call.RunAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is ActorFfiException or ArgumentException or JsonException or BadHttpRequestException)
        {
            batch._fault = fault;
        }

        return batch;
    }

    /// <summary>Waits for the reply, and writes it as an object.</summary>
    public async Task WriteAsync(Utf8JsonWriter writer, Func<ValueTask> flush)
    {
        if (await FaultAsync().ConfigureAwait(false) is { } fault)
        {
            ProblemMapping.OfLine(fault, _line).Write(writer);
        }
        else
        {
            await ReplyJson.WriteAsync(writer, _call!, await _reply!.ConfigureAwait(false), flush).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _call?.Dispose();

    // Wrong arguments that only the call itself finds are the line's fault too.
    private async Task<Exception?> FaultAsync()
    {
        if (_fault is not null)
        {
            return _fault;
        }

        try
        {
            return (await _reply!.ConfigureAwait(false)).Failure;
        }
        catch (Exception fault) when (fault is ActorFfiException or ArgumentException)
        {
            return fault;
        }
    }
}
