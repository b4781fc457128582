namespace Akka.Actor;

/// <summary>No reply came within an ask's timeout.</summary>
internal sealed class AskTimeoutException(string message) : AkkaException(message);
