namespace Akka.Event;

/// <summary>A message whose loss is no news: it is not published as a dead letter.</summary>
internal interface IDeadLetterSuppression
{
}
