namespace ActorFfi.Actors.Tests;

/// <summary>Tests that look at what the whole process has, and so run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
