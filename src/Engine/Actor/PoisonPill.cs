using Akka.Event;

namespace Akka.Actor;

/// <summary>Stops an actor once it has handled what was told to it before.</summary>
internal sealed class PoisonPill : IAutoReceivedMessage, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();

    public override string ToString() => "<PoisonPill>";
}
