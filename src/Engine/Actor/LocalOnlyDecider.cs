namespace Akka.Actor;

/// <summary>A decider made from a function.</summary>
internal sealed class LocalOnlyDecider(Func<Exception, Directive> decider) : IDecider
{
    public Directive Decide(Exception cause) => decider(cause);
}
