namespace ActorFfi;

/// <summary>A word that threads sleep on where the system has no such thing.</summary>
internal sealed class MonitorWord : WaitWord
{
    private readonly object _gate = new();

    /// <inheritdoc/>
    public override void Wait(int value, TimeSpan timeout)
    {
        lock (_gate)
        {
            if (Volatile.Read(ref Value) == value)
            {
                Monitor.Wait(_gate, timeout);
            }
        }
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }
}
