namespace ActorFfi;

/// <summary>The guests of a library, counted.</summary>
/// <param name="Active">How many take calls.</param>
/// <param name="Spare">How many are ready besides.</param>
/// <param name="Starting">How many are being started.</param>
/// <param name="Delayed">How many are started after a back-off.</param>
internal readonly record struct GuestCensus(int Active, int Spare, int Starting, int Delayed);
