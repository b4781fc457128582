using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of one worker: each incarnation owns a thread or a place on shared ones.</summary>
internal sealed class SymbolWorker : ReceiveActor, IWorkerOwner
{
    private readonly SymbolEntry _symbol;
    private readonly string _name;
    private readonly IActorRef _self; // The worker's thread may not ask the context.
    private CallWorker? _worker;

    public SymbolWorker(SymbolEntry symbol, string name)
    {
        _symbol = symbol;
        _name = name;
        _self = Self;
        Receive<WorkerFaulted>(OnFaulted, message => message.Worker == _worker);
        Receive<WorkerContinues>(message => message.Worker.Continue());
        Receive<WorkerRested>(_ => Context.Stop(Self));
    }

    /// <inheritdoc/>
    void IWorkerOwner.Faulted(CallWorker worker, FailureKind kind, Exception reason) => _self.Tell(new WorkerFaulted(worker, kind, reason));

    /// <inheritdoc/>
    void IWorkerOwner.Rested(CallWorker worker) => _self.Tell(new WorkerRested(worker));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _worker = _symbol.Settings.Threads switch
        {
            ThreadMode.Pinned => new PinnedWorker(_symbol, this, _symbol.PinnedThread!) { Name = _name },
            ThreadMode.Shared => new SharedWorker(_symbol, this) { Name = _name },
            _ => new DedicatedWorker(_symbol, this, $"ffi {_symbol.LibraryName}/{_symbol.Name} {_name}") { Name = _name },
        };
        _worker.Start();
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        RestartTelemetry.WorkerRestarted(_symbol, _name);
        base.PostRestart(reason);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _worker?.Retire();

    // A pinned thread cannot be replaced: what it has opened belongs to it.
    private bool AbandonedTooMany() =>
        _symbol.Settings.Threads == ThreadMode.Pinned || _symbol.Library.Abandoned > _symbol.Library.Definition.MaxAbandoned;

    private void OnFaulted(WorkerFaulted fault)
    {
        Self.Tell(new WorkerContinues(fault.Worker));
        if (fault.Kind == FailureKind.Timeout && AbandonedTooMany())
        {
            throw new WorkerFaultException(_symbol.LibraryName, _symbol.Name, FailureKind.TooManyAbandoned, FailureDirective.Stop, new TooManyAbandonedException(_symbol.Library));
        }

        FailureDirective directive = _symbol.Settings.Directives.Of(fault.Kind);
        RuntimeLog.WorkerFaulted(_symbol.Library.Logger, _symbol.LibraryName, _symbol.Name, _name, fault.Kind, directive, fault.Reason);
        throw new WorkerFaultException(_symbol.LibraryName, _symbol.Name, fault.Kind, directive, fault.Reason);
    }
}
