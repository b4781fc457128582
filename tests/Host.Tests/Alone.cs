namespace ActorFfi.Host.Tests;

/// <summary>Tests that look at what the whole process does; no other runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
