namespace Akka.Actor;

/// <summary>Makes an actor fail with <see cref="ActorKilledException"/>; its supervisor decides what follows.</summary>
internal sealed class Kill : IAutoReceivedMessage
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();

    public override string ToString() => "<Kill>";
}
