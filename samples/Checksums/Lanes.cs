using ActorFfi;

namespace Checksums;

/// <summary>Works through a folder, one file per lane at a time, so that memory stays bounded by the lanes' own buffers.</summary>
internal sealed class Lanes(LibraryRef zlib, Report report)
{
    public const int Count = 4;

    private static readonly EnumerationOptions _walk = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint, // A link's target is counted where it really is.
    };

    public async Task RunAsync(string folder)
    {
        using IEnumerator<string> files = Directory.EnumerateFiles(folder, "*", _walk).GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(() => RunLaneAsync(files))));
    }

    private async Task RunLaneAsync(IEnumerator<string> files)
    {
        using FileWork work = new(zlib, report);
        while (Next(files) is { } file)
        {
            try
            {
                report.Add(await work.RunAsync(file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                report.AddUnreadable(file, exception.Message);
            }
        }
    }

    private static string? Next(IEnumerator<string> files)
    {
        lock (files)
        {
            return files.MoveNext() ? files.Current : null;
        }
    }
}
