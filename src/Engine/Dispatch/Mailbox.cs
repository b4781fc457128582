using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// The messages of an actor, and its turns on the thread pool. System messages overtake the others, which wait while the mailbox is suspended.
/// Threads: anyone posts; a turn runs on one thread at a time.
/// </summary>
internal sealed class Mailbox(IMessageHandler handler) : IThreadPoolWorkItem
{
    // How many messages a turn handles before it lets other actors have the thread.
    private const int Throughput = 30;

    private readonly MessageQueue<SystemMessage> _systemMessages = new();
    private readonly MessageQueue<Envelope> _messages = new();

    // 1 from being queued on the pool to the end of the turn; whoever sets it owns the queueing.
    private int _scheduled;

    // How often suspended without being resumed. Written in turns only.
    private int _suspensions;

    public bool IsSuspended => Volatile.Read(ref _suspensions) > 0;

    private bool HasWork => !_systemMessages.IsEmpty || (!IsSuspended && !_messages.IsEmpty);

    public void Post(Envelope envelope)
    {
        _messages.Enqueue(envelope);
        Schedule();
    }

    public void Post(SystemMessage message)
    {
        _systemMessages.Enqueue(message);
        Schedule();
    }

    /// <summary>In the actor's turn only.</summary>
    public void Suspend() => Volatile.Write(ref _suspensions, _suspensions + 1);

    /// <summary>In the actor's turn only.</summary>
    public void Resume() => Volatile.Write(ref _suspensions, Math.Max(0, _suspensions - 1));

    /// <summary>Undoes all suspensions: the actor has stopped, and what waits becomes dead letters. In the actor's turn only.</summary>
    public void Drain() => Volatile.Write(ref _suspensions, 0);

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            handler.InTurn(this);
        }
        finally
        {
            // The exchange orders this before the check: a producer that saw 1 has its message found here.
            Interlocked.Exchange(ref _scheduled, 0);
            if (HasWork)
            {
                Schedule();
            }
        }
    }

    internal void Run()
    {
        RunSystemMessages();
        for (int left = Throughput; left > 0 && !IsSuspended && _messages.TryDequeue(out Envelope envelope); left--)
        {
            handler.Handle(envelope);
            RunSystemMessages();
        }
    }

    private void RunSystemMessages()
    {
        while (_systemMessages.TryDequeue(out SystemMessage? message))
        {
            handler.Handle(message);
        }
    }

    private void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
