namespace Akka.Actor;

/// <summary>Asks whatever is behind a reference or selection for its own reference.</summary>
internal sealed class Identify(object? messageId) : IAutoReceivedMessage
{
    public object? MessageId { get; } = messageId;
}
