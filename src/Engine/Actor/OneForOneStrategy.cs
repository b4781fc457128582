using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>A strategy that touches the failed child only.</summary>
internal sealed class OneForOneStrategy : SupervisorStrategy
{
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(null, null, localOnlyDecider)
    {
    }

    /// <summary>Restarts a child at most <paramref name="maxNrOfRetries"/> times within the range, then stops it. Null means no limit.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
    {
        MaxNumberOfRetries = maxNrOfRetries ?? -1;
        WithinTimeRangeMilliseconds = (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds;
        Decider = new LocalOnlyDecider(localOnlyDecider);
    }

    /// <summary>-1 when there is no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>-1 when restarts count for ever.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    public override IDecider Decider { get; }

    protected override bool MayRestart(ChildRestartStats child) => child.RequestRestartPermission(MaxNumberOfRetries, WithinTimeRangeMilliseconds);
}
