namespace ActorFfi.Actors.Tests;

/// <summary>A gate in native code: calls wait at it until the test opens it; disposing opens it.</summary>
internal sealed class Gate : IDisposable
{
    private readonly LibraryRef _library;
    private readonly int _number = FixtureLibrary.NextGate();
    private bool _isOpen;

    public Gate(LibraryRef library)
    {
        _library = library;
        library["gate_close"].Invoke(_number);
    }

    /// <summary>Which gate of the fixture it is.</summary>
    public int Number => _number;

    /// <summary>How many calls wait in native code.</summary>
    public int Waiting => _library["gate_waiting"].Invoke(_number).ToInt32();

    /// <summary>A call that waits at the gate and answers with the thread that ran it.</summary>
    public async Task<long> PassAsync(CancellationToken cancellationToken = default)
    {
        NativeReply reply = await _library["gate_pass"].With(cancellationToken).CallAsync(_number);
        return reply.Value.ToInt64();
    }

    /// <summary>The same as a reply that never throws.</summary>
    public Task<NativeReply> TryPassAsync() => _library["gate_pass"].TryCallAsync(_number).AsTask();

    /// <summary>Returns when so many calls wait in native code.</summary>
    public void AwaitWaiting(int calls) => Eventually.Holds(() => Waiting == calls, $"{calls} calls waited at the gate");

    public void Open()
    {
        if (!_isOpen)
        {
            _library["gate_open"].Invoke(_number);
            _isOpen = true;
        }
    }

    public void Dispose() => Open();
}
