namespace ActorFfi;

/// <summary>The guests of a library, counted.</summary>
/// <param name="Active">How many take calls.</param>
/// <param name="Ready">How many have the library loaded and wait.</param>
/// <param name="Starting">How many are being started.</param>
/// <param name="Delayed">How many are started after a back-off.</param>
internal readonly record struct GuestCensus(int Active, int Ready, int Starting, int Delayed);
