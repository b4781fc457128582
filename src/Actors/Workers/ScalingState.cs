namespace ActorFfi;

/// <summary>What the number of a symbol's workers is decided by.</summary>
/// <param name="Queued">How many calls could be taken by a worker.</param>
/// <param name="OldestWait">How long the oldest of them has waited at least.</param>
/// <param name="CallLength">How long a call keeps a worker on average, where calls waited and no worker rested ever since the timer was set; zero else.</param>
/// <param name="Workers">How many workers there are, those that rest included.</param>
/// <param name="Starting">How many were asked for and have not come yet.</param>
/// <param name="Coming">How many rest or were woken, and so will take a call at once.</param>
/// <param name="RestedFor">How long the worker that is looked at has rested; zero where none is.</param>
internal readonly record struct ScalingState(int Queued, TimeSpan OldestWait, TimeSpan CallLength, int Workers, int Starting, int Coming, TimeSpan RestedFor);
