namespace ActorFfi.Actors.Tests.Queues;

/// <summary>Keeps the only worker of a symbol that takes buffers busy, by a batch that begins at a gate.</summary>
internal sealed class BusyBuffers : IDisposable
{
    private readonly LibraryRef _library;
    private readonly OwnedBuffer _flag;
    private Task<NativeReply>? _running;

    public BusyBuffers(LibraryRef library)
    {
        _library = library;
        _flag = library.Allocate(4);
    }

    /// <summary>The symbol.</summary>
    public SymbolRef Symbol => _library["wait_for_flag"];

    /// <summary>Returns when the worker is at a call that ends with <see cref="Free"/>.</summary>
    public Task OccupyAsync()
    {
        _running = Symbol.TryCallAsync(_flag).AsTask();
        Eventually.Holds(() => Symbol.Entry.Mailbox is { Workers: 1, Length: 0 }, "the worker began");
        return Task.CompletedTask;
    }

    /// <summary>A call of the same symbol that returns at once when it runs.</summary>
    public Task<NativeReply> TryCallAsync(OwnedBuffer buffer)
    {
        buffer.Write(static bytes => bytes.Fill(1));
        return Symbol.TryCallAsync(buffer).AsTask();
    }

    /// <summary>Lets the worker go on.</summary>
    public void Free()
    {
        if (_running is { IsCompleted: false })
        {
            NativeFlag.Raise(_flag);
            _running.Within().GetAwaiter().GetResult();
            _flag.Dispose();
        }
    }

    public void Dispose() => Free();
}
