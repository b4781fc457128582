using Akka.Actor;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Answers each message with how many there were in this incarnation, and fails when told to.</summary>
internal sealed class Counter : ReceiveActor
{
    private int _count;

    public Counter()
    {
        Receive<Fault>(fault =>
        {
            throw fault.ToException();
        });
        Receive<string>(_ => Sender.Tell(++_count, Self));
    }
}
