using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>What a mailbox delivers to. Every call is in one turn: one at a time, each seeing what the one before did.</summary>
internal interface IMessageHandler
{
    /// <summary>Does a whole turn, between what has to be set up and restored on the thread around it.</summary>
    void InTurn(Mailbox mailbox);

    void Handle(SystemMessage message);

    void Handle(Envelope envelope);
}
