using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What a <see cref="RestartPolicy"/> decided.</summary>
/// <param name="Delay">How long to wait before the restart; null where the budget is used up.</param>
/// <param name="History">The restarts that still count, this one included.</param>
internal readonly record struct RestartDecision(TimeSpan? Delay, ImmutableArray<DateTimeOffset> History);
