namespace ActorFfi.Host.Tests.Support;

/// <summary>One service for all tests that only send requests; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServiceCollectionFixture : ICollectionFixture<TestService>
{
    public const string Name = "service";
}
