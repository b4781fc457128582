using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// What stays of an actor while its incarnations come and go: its place, its mailbox and the message it is at. Children, death watch, faults and
/// life cycle are each a part of their own. Threads: but for the mailbox, everything is touched in the actor's turn only.
/// </summary>
internal sealed class ActorCell : IUntypedActorContext, IMessageHandler
{
    [ThreadStatic]
    private static ActorCell? _current;

    private readonly Props _props;
    private readonly WaitingSystemMessages _waiting = new();
    private Receive? _behavior;
    private IActorRef? _sender;
    private volatile bool _terminated;

    public ActorCell(ActorSystem system, Props props, IInternalActorRef parent, ActorPath path)
    {
        _props = props;
        System = system;
        Parent = parent;
        Self = new LocalActorRef(this, path);
        Mailbox = new Mailbox(this);
        Children = new ChildrenContainer(this);
        DeathWatch = new DeathWatch(this);
        Faults = new FaultHandling(this);
        Lifecycle = new ActorLifecycle(this);
    }

    /// <summary>The cell whose turn this thread runs.</summary>
    public static ActorCell? Current
    {
        get => _current;
        set => _current = value;
    }

    public ActorSystem System { get; }

    public LocalActorRef Self { get; }

    public IInternalActorRef Parent { get; }

    public Mailbox Mailbox { get; }

    public ChildrenContainer Children { get; }

    public DeathWatch DeathWatch { get; }

    public FaultHandling Faults { get; }

    public ActorLifecycle Lifecycle { get; }

    /// <summary>The incarnation; null before the first, while a restart waits for children, and after creation failed.</summary>
    public ActorBase? Actor { get; private set; }

    public bool HasActor => Actor is not null;

    /// <summary>Kept when handling fails, until the failure is decided about.</summary>
    public object? CurrentMessage { get; private set; }

    public IActorRef Sender => _sender ?? System.DeadLetters;

    public SupervisorStrategy? Strategy => Actor?.SupervisorStrategyInternal;

    public bool IsTerminated => _terminated;

    IActorRef IActorContext.Self => Self;

    IActorRef IActorContext.Parent => Parent;

    public void Start() => Mailbox.Post(new Create());

    public void InTurn(Mailbox mailbox)
    {
        ActorCell? outer = _current;
        _current = this;
        try
        {
            mailbox.Run();
        }
        finally
        {
            _current = outer;
        }
    }

    public void Handle(Envelope envelope)
    {
        if (_terminated)
        {
            System.DeadLetters.Publish(envelope.Message, envelope.Sender, Self);
            return;
        }

        SetCurrent(envelope.Message, envelope.Sender);
        try
        {
            Receive(envelope.Message);
            ClearCurrent();
        }
        catch (Exception cause)
        {
            Faults.Fail(cause);
        }
    }

    public void Handle(SystemMessage message)
    {
        for (SystemMessage? next = message; next is not null; next = _waiting.Next(this))
        {
            if (_terminated)
            {
                next.Refuse();
            }
            else if (!_waiting.TryAdd(next, this))
            {
                Apply(next);
            }
        }
    }

    public ActorBase NewActor()
    {
        _behavior = null;
        Actor = _props.NewActor();
        if (_props.SupervisorStrategy is { } strategy)
        {
            Actor.SupervisorStrategyInternal = strategy;
        }

        return Actor;
    }

    public void ClearActor()
    {
        Actor = null;
        _behavior = null;
        ClearCurrent();
    }

    public void SetTerminated()
    {
        _terminated = true;
        ClearActor();
        Mailbox.Drain();
    }

    public void SetCurrent(object message, IActorRef? sender)
    {
        CurrentMessage = message;
        _sender = sender;
    }

    public void ClearCurrent()
    {
        CurrentMessage = null;
        _sender = null;
    }

    public void Publish(Exception cause, string message) =>
        System.EventStream.Publish(new Error(cause, Self.Path.ToString(), Actor?.GetType() ?? _props.Type, message));

    public void Become(Receive receive) => _behavior = receive;

    public void Become(UntypedReceive receive) => _behavior = message =>
    {
        receive(message);
        return true;
    };

    public IActorRef ActorOf(Props props, string? name = null) => Children.Attach(props, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => System.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => System.ActorSelection(actorPath);

    public IActorRef Child(string name) => Children.Find(name);

    public IEnumerable<IActorRef> GetChildren() => Children.All;

    public IActorRef Watch(IActorRef subject)
    {
        DeathWatch.Watch((IInternalActorRef)subject);
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        DeathWatch.Unwatch((IInternalActorRef)subject);
        return subject;
    }

    public void Stop(IActorRef child)
    {
        if (Children.Find(child) is not null)
        {
            Children.Stop(child);
        }

        ((IInternalActorRef)child).SendSystemMessage(new Terminate());
    }

    private void Apply(SystemMessage message)
    {
        try
        {
            message.Apply(this);
        }
        catch (Exception cause)
        {
            Faults.Fail(cause);
        }
    }

    private void Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when !DeathWatch.Accept(terminated):
                break;
            case PoisonPill:
                Self.Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            default:
                Actor!.AroundReceive(_behavior!, message);
                break;
        }
    }
}
