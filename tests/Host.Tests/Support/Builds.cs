namespace ActorFfi.Host.Tests.Support;

/// <summary>Tests that build the program; they run one after the other.</summary>
[CollectionDefinition(nameof(Builds))]
public sealed class Builds;
