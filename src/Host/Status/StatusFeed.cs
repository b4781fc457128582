using System.Text.Json;
using System.Threading.Channels;

namespace ActorFfi;

/// <summary>Sends the status to every event stream: each second, and at once where a state has changed or something has failed.</summary>
/// <remarks>
/// The status is written once for all streams, and only while there is one. A stream that is not read keeps the latest status and no
/// other, so that its memory is bounded. Threads: any.
/// </remarks>
internal sealed class StatusFeed : BackgroundService
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(50);

    private readonly StatusReader _reader;
    private readonly CallMeters _meters;
    private readonly RequestLimit _limit;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Lock _gate = new();
    private readonly List<Channel<byte[]>> _streams = []; // Guarded by the lock.
    private bool _hasEnded; // Likewise.
    private long _tick; // Of the loop.

    /// <summary>Begins to listen for what happens.</summary>
    public StatusFeed(FfiRuntime ffi, StatusReader reader, FailureLog failures, CallMeters meters, HostOptions options, IHostApplicationLifetime application)
    {
        _reader = reader;
        _meters = meters;
        _time = TimeProvider.System;
        _limit = new RequestLimit(options.MaxEventStreams, nameof(HostOptions.MaxEventStreams));
        application.ApplicationStopping.Register(EndAll); // Before the server stops, which waits for its answers to end.
        failures.Added += _ => Announce();
        ffi.LibraryStateChanged += _ => Announce();
    }

    /// <summary>Opens a stream; <see cref="Close"/> ends it.</summary>
    /// <exception cref="TooManyRequestsException">There are as many as may be.</exception>
    public Channel<byte[]> Open()
    {
        _limit.Enter();
        Channel<byte[]> stream = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _streams.Add(stream);
            if (_hasEnded)
            {
                stream.Writer.TryComplete();
            }
        }

        Announce();
        return stream;
    }

    /// <summary>Closes a stream.</summary>
    public void Close(Channel<byte[]> stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }

        stream.Writer.TryComplete();
        _limit.Exit();
    }

    /// <summary>Has the status sent soon.</summary>
    public void Announce()
    {
        lock (_gate)
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long turnedAt = _time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan passed = _time.GetElapsedTime(turnedAt);
            if (passed >= _second)
            {
                _meters.Turn(passed);
                _tick++;
                turnedAt = _time.GetTimestamp();
            }

            Send();
            await Task.Delay(_shortestPause, _time, stoppingToken).ConfigureAwait(false); // What happens together goes together.
            TimeSpan left = _second - _time.GetElapsedTime(turnedAt);
            await _news.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stoppingToken).ConfigureAwait(false);
        }
    }

    private void Send()
    {
        lock (_gate)
        {
            if (_streams.Count == 0)
            {
                return;
            }
        }

        byte[] status = Event(_reader.Read(_tick));
        lock (_gate)
        {
            _streams.ForEach(stream => stream.Writer.TryWrite(status));
        }
    }

    private void EndAll()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _streams.ForEach(static stream => stream.Writer.TryComplete());
        }
    }

    private static byte[] Event(ServiceStatus status) =>
        [.. "event: status\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(status, HostJson.Default.ServiceStatus), .. "\n\n"u8];
}
