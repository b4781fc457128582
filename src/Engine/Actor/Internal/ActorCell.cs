using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// What stays of an actor while its incarnations come and go: its place, its mailbox and the message it is at. Everything else that an actor
/// has is a part of its own. Threads: but for the mailbox, everything is touched in the actor's turn only.
/// </summary>
internal sealed class ActorCell : IMessageHandler
{
    [ThreadStatic]
    private static ActorCell? _current;

    private readonly WaitingSystemMessages _waiting = new();
    private IActorRef? _sender;
    private volatile bool _terminated;

    public ActorCell(ActorSystem system, Props props, IInternalActorRef parent, ActorPath path)
    {
        System = system;
        Parent = parent;
        Self = new LocalActorRef(this, path);
        Mailbox = new Mailbox(this);
        Context = new ActorContext(this);
        Incarnation = new Incarnation(this, props);
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

    public ActorContext Context { get; }

    public Incarnation Incarnation { get; }

    public ChildrenContainer Children { get; }

    public DeathWatch DeathWatch { get; }

    public FaultHandling Faults { get; }

    public ActorLifecycle Lifecycle { get; }

    /// <summary>Kept when handling fails, until the failure is decided about.</summary>
    public object? CurrentMessage { get; private set; }

    public IActorRef Sender => _sender ?? System.DeadLetters;

    public bool IsTerminated => _terminated;

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
            System.Undelivered.Publish(envelope.Message, envelope.Sender, Self);
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

    public void SetTerminated()
    {
        _terminated = true;
        Incarnation.Clear();
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
        System.EventStream.Publish(new Error(cause, Self.Path.ToString(), Incarnation.Type, message));

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
                Incarnation.Handle(message);
                break;
        }
    }
}
