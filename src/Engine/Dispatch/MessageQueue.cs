using System.Diagnostics.CodeAnalysis;

namespace Akka.Dispatch;

/// <summary>An unbounded queue for many producers and one consumer, without locks: a producer swaps itself in as the newest node, then links to it.</summary>
internal sealed class MessageQueue<T>
{
    // The newest node. Any producer.
    private Node _newest;

    // The node whose item was taken last. The consumer only.
    private Node _taken;

    public MessageQueue()
    {
        _newest = _taken = new Node();
    }

    /// <summary>False as soon as a producer has begun to enqueue, though its item may take a moment to become visible.</summary>
    public bool IsEmpty => ReferenceEquals(Volatile.Read(ref _newest), Volatile.Read(ref _taken));

    public void Enqueue(T item)
    {
        Node node = new() { Item = item };
        Node previous = Interlocked.Exchange(ref _newest, node);
        Volatile.Write(ref previous.Next, node);
    }

    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        Node? next = Volatile.Read(ref _taken.Next);
        if (next is null)
        {
            item = default;
            return false;
        }

        item = next.Item!;
        next.Item = default;
        Volatile.Write(ref _taken, next);
        return true;
    }

    private sealed class Node
    {
        public T? Item;
        public Node? Next;
    }
}
