namespace ActorFfi.Actors.Tests.Docs;

/// <summary>A copy of the fixture library for the sample alone, with gates and counters of its own.</summary>
public sealed class SampleFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SampleFixture()
    {
        File = _folder.File("libsample.so");
        System.IO.File.Copy(FixtureLibrary.File, File);
    }

    public string File { get; }

    public void Dispose() => _folder.Dispose();
}
