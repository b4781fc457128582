using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ActorFfi;

/// <summary>The lines of a batch as they come in; empty ones are left out.</summary>
internal sealed class BatchLines
{
    private readonly PipeReader _body;
    private readonly HostOptions _options;
    private ReadOnlySequence<byte> _received;
    private SequencePosition _end;
    private bool _isLast;

    /// <exception cref="BadHttpRequestException">The content is none of JSON lines.</exception>
    public BatchLines(HttpContext context, HostOptions options)
    {
        RequestBody.Demand(context.Request, "application/jsonl", "application/x-ndjson");
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // A batch may pause: its own time-out says how long.
        }

        _body = context.Request.BodyReader;
        _options = options;
    }

    /// <summary>The line that was read last; valid until it is released.</summary>
    public ReadOnlySequence<byte> Current { get; private set; }

    /// <summary>Which line of the body it is, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Waits for the next line; the one before was released.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="BadHttpRequestException">A line is too long, or the client has paused for too long.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_isLast)
        {
            ReadResult read = await ReceiveAsync(cancellationToken).ConfigureAwait(false);
            _received = read.Buffer;
            if (_received.PositionOf((byte)'\n') is { } newline)
            {
                Current = _received.Slice(0, newline);
                _end = _received.GetPosition(1, newline);
            }
            else if (read.IsCompleted)
            {
                Current = _received;
                _end = _received.End;
                _isLast = true;
            }
            else
            {
                DemandRoom();
                _body.AdvanceTo(_received.Start, _received.End);
                continue;
            }

            Number++;
            if (!IsEmpty(Current))
            {
                return true;
            }

            Release();
        }

        return false;
    }

    /// <summary>Gives the memory of the line back.</summary>
    public void Release() => _body.AdvanceTo(_end);

    private async ValueTask<ReadResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.BatchIdleTimeout);
        try
        {
            return await _body.ReadAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException($"The batch was silent for {_options.BatchIdleTimeout}. End it, send the next line sooner, or raise '{HostOptions.Section}:{nameof(HostOptions.BatchIdleTimeout)}'.", StatusCodes.Status408RequestTimeout);
        }
    }

    private void DemandRoom()
    {
        if (_received.Length > _options.MaxRequestBody)
        {
            _body.AdvanceTo(_received.End); // Or the server could not drop the rest, and would cut the connection.
            throw new BadHttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"Line {Number + 1} of the batch is longer than {_options.MaxRequestBody:N0} bytes. Send less in a line, or raise '{HostOptions.Section}:{nameof(HostOptions.MaxRequestBody)}'."),
                StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static bool IsEmpty(in ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
