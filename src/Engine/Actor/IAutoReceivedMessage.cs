namespace Akka.Actor;

/// <summary>A message that the engine handles before the actor does.</summary>
internal interface IAutoReceivedMessage
{
}
