using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Everything the runtime was told to serve: validated, with nothing left to parse.</summary>
/// <param name="Libraries">The libraries.</param>
/// <param name="ShutdownTimeout">How long a stop waits for accepted calls.</param>
internal sealed record RuntimeDefinition(ImmutableArray<LibraryDefinition> Libraries, TimeSpan ShutdownTimeout)
{
    /// <summary>The clock and the timers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random numbers from 0 to 1, for jitter.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;
}
