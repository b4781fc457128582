namespace Akka.Actor;

/// <summary>A behaviour: false when it does not handle the message.</summary>
internal delegate bool Receive(object message);
