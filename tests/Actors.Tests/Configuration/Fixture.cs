namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>The C library that is built beside the tests.</summary>
internal static class Fixture
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "libactorffi_fixture.so");
}
