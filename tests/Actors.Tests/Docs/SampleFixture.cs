namespace ActorFfi.Actors.Tests.Docs;

/// <summary>A copy of the fixture library for the sample alone, with gates and counters of its own.</summary>
public sealed class SampleFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorffi");

    public SampleFixture()
    {
        File = Path.Combine(_folder.FullName, "libsample.so");
        System.IO.File.Copy(FixtureLibrary.File, File);
    }

    public string File { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
