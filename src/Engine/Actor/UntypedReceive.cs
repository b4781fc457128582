namespace Akka.Actor;

/// <summary>A behaviour that handles every message.</summary>
internal delegate void UntypedReceive(object message);
