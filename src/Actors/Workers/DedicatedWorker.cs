namespace ActorFfi;

/// <summary>A background thread that serves one symbol, spins briefly for the next call, and ends when it has rested for long.</summary>
internal sealed class DedicatedWorker : CallWorker
{
    private readonly WorkerSignal _signal = new();
    private readonly TimeSpan _idleTimeout;
    private readonly string _threadName;

    public DedicatedWorker(SymbolEntry symbol, IWorkerOwner owner, string name)
        : base(symbol, owner)
    {
        _idleTimeout = symbol.Settings.IdleTimeout;
        _threadName = name;
    }

    /// <inheritdoc/>
    public override void Start()
    {
        Mailbox.Add(this);
        if (!PatientThread.Start(Run, _threadName, Symbol.Library.Time))
        {
            RuntimeLog.WorkerWaitsForThread(Symbol.Library.Logger, Symbol.LibraryName, Symbol.Name, Name);
        }
    }

    /// <inheritdoc/>
    public override void Wake() => _signal.Set();

    private void Run()
    {
        NativeCallScope.Own(this);
        while (!IsRetired)
        {
            Serve(int.MaxValue);
            if (!_signal.Wait(_idleTimeout, MaySpin) && Mailbox.TryRetireIdle(this, _idleTimeout))
            {
                Owner.Rested(this);
            }
        }
    }
}
