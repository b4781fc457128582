using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>System messages that an actor cannot act on while it waits for children or is suspended, in order. Threads: in the actor's turn only.</summary>
internal sealed class WaitingSystemMessages
{
    private List<SystemMessage>? _messages;

    public bool TryAdd(SystemMessage message, ActorCell cell)
    {
        if (!HasToWait(message, cell))
        {
            return false;
        }

        (_messages ??= []).Add(message);
        return true;
    }

    /// <summary>Takes the first that need not wait any more.</summary>
    public SystemMessage? Next(ActorCell cell)
    {
        int index = _messages?.FindIndex(message => cell.IsTerminated || !HasToWait(message, cell)) ?? -1;
        if (index < 0)
        {
            return null;
        }

        SystemMessage next = _messages![index];
        _messages.RemoveAt(index);
        return next;
    }

    private static bool HasToWait(SystemMessage message, ActorCell cell) =>
        cell.Children.AreAwaited ? message.WaitsForChildren : message.WaitsForResume && cell.Mailbox.IsSuspended;
}
