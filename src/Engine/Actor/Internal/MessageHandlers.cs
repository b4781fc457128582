namespace Akka.Actor.Internal;

/// <summary>The handlers of a behaviour, in the order of their declaration.</summary>
internal sealed class MessageHandlers
{
    private readonly List<Func<object, bool>> _handlers = [];
    private bool _complete;

    public void Add(Func<object, bool> handler)
    {
        if (_complete)
        {
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        }

        _handlers.Add(handler);
    }

    public void AddLast(Func<object, bool> handler)
    {
        Add(handler);
        _complete = true;
    }

    public bool TryHandle(object message)
    {
        foreach (Func<object, bool> handler in _handlers)
        {
            if (handler(message))
            {
                return true;
            }
        }

        return false;
    }
}
