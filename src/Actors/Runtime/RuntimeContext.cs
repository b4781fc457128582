namespace ActorFfi;

/// <summary>What the actors get from the runtime that they run for.</summary>
/// <param name="Libraries">The libraries.</param>
/// <param name="Time">The clock and the timers.</param>
/// <param name="Chance">Random numbers from 0 to 1.</param>
/// <param name="StopService">Stops the service because a critical library failed.</param>
internal sealed record RuntimeContext(IReadOnlyList<LibraryEntry> Libraries, TimeProvider Time, Func<double> Chance, Action<LibraryUnavailableException> StopService);
