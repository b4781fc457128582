using System.Globalization;
using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of one symbol: starts workers when calls wait, and decides about workers that fail.</summary>
internal sealed class SymbolActor : ReceiveActor
{
    private readonly SymbolEntry _symbol;
    private int _lastWorker;

    public SymbolActor(SymbolEntry symbol)
    {
        _symbol = symbol;
        Receive<WorkerWanted>(message => StartWorkers(message.Count));
        Receive<Terminated>(_ => Attach());
        Receive<NativeCall>(call => call.Post(new ActorReplyTarget(Sender, Self)));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        StartWorkers(_symbol.Settings.MinimumWorkers);
        Attach();
    }

    /// <inheritdoc/>
    protected override void PostStop() => _symbol.Mailbox.Detach();

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure => failure is WorkerFaultException { Kind: FailureKind.TooManyAbandoned }
        ? Directive.Escalate
        : DirectiveOf((failure as WorkerFaultException)?.Directive ?? _symbol.Settings.Directives.Of(FailureKind.Fault)));

    private static Directive DirectiveOf(FailureDirective directive) => directive switch
    {
        FailureDirective.Resume => Directive.Resume,
        FailureDirective.RestartWorker => Directive.Restart,
        FailureDirective.Stop => Directive.Stop,
        _ => Directive.Escalate,
    };

    // Workers that were asked for before an earlier one was known to have ended may be one too many.
    private void StartWorkers(int count)
    {
        int room = _symbol.Settings.MaximumWorkers - Context.GetChildren().Count();
        for (int i = 0; i < Math.Min(count, room); i++)
        {
            StartWorker();
        }
    }

    private void StartWorker()
    {
        SymbolEntry symbol = _symbol;
        string name = string.Create(CultureInfo.InvariantCulture, $"w{++_lastWorker}");
        Context.Watch(Context.ActorOf(Props.Create(() => new SymbolWorker(symbol, name)), name));
    }

    // Asks to be told when calls wait and nobody is idle; at once if they do now, because a worker may have ended before it came.
    private void Attach()
    {
        IActorRef self = Self;
        _symbol.Mailbox.Attach(count => self.Tell(new WorkerWanted(count)));
    }
}
