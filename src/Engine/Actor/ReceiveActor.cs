using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>An actor that declares one handler per message type. The first that fits in the order of declaration gets the message.</summary>
internal abstract class ReceiveActor : UntypedActor
{
    private readonly MessageHandlers _initial = new();
    private MessageHandlers? _open;

    protected ReceiveActor()
    {
        _open = _initial;
    }

    protected sealed override void OnReceive(object message)
    {
        // The constructor has ended once the first message is here.
        _open = null;
        Execute(_initial, message);
    }

    protected void Become(Action configure)
    {
        MessageHandlers handlers = new();
        MessageHandlers? outer = _open;
        _open = handlers;
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }

        Become((UntypedReceive)(message => Execute(handlers, message)));
    }

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Open.Add(message => message is T typed && (shouldHandle is null || shouldHandle(typed)) && Handle(handler, typed));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>A handler that returns false leaves the message to the ones after it.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Open.Add(message => message is T typed && handler(typed));

    protected void ReceiveAny(Action<object> handler) => Open.AddLast(message => Handle(handler, message));

    private MessageHandlers Open => _open ??
        throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");

    private static bool Handle<T>(Action<T> handler, T message)
    {
        handler(message);
        return true;
    }

    private void Execute(MessageHandlers handlers, object message)
    {
        if (!handlers.TryHandle(message))
        {
            Unhandled(message);
        }
    }
}
