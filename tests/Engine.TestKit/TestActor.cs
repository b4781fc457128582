using System.Threading.Channels;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Puts what it is told into a test's queue, and watches for the test.</summary>
internal sealed class TestActor(ChannelWriter<MessageEnvelope> queue) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchCommand watch:
                Context.Watch(watch.Subject);
                Sender.Tell(watch);
                break;
            case UnwatchCommand unwatch:
                Context.Unwatch(unwatch.Subject);
                Sender.Tell(unwatch);
                break;
            default:
                queue.TryWrite(new MessageEnvelope(message, Sender));
                break;
        }
    }

    internal sealed record WatchCommand(IActorRef Subject);

    internal sealed record UnwatchCommand(IActorRef Subject);
}
