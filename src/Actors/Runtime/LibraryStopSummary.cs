namespace ActorFfi;

/// <summary>What became of a library's accepted calls when the runtime stopped.</summary>
/// <param name="Library">The name of the library.</param>
/// <param name="Finished">How many calls were finished in time.</param>
/// <param name="Cancelled">How many calls had not begun and were answered with the reason.</param>
/// <param name="Abandoned">How many calls native code had not returned from.</param>
internal sealed record LibraryStopSummary(string Library, int Finished, int Cancelled, int Abandoned);
