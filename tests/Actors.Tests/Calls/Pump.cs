using System.Collections.Concurrent;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>A synchronization context with one thread, as a user interface has it: what is posted runs there, one after the other.</summary>
internal sealed class Pump : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Code, object? State)> _posted = [];
    private readonly Thread _thread;

    public Pump()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    public void Dispose()
    {
        _posted.CompleteAdding();
        _thread.Join();
        _posted.Dispose();
    }

    private void Run()
    {
        SetSynchronizationContext(this);
        foreach ((SendOrPostCallback code, object? state) in _posted.GetConsumingEnumerable())
        {
            code(state);
        }
    }
}
