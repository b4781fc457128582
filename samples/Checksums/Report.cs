using System.Diagnostics;
using System.Globalization;

namespace Checksums;

/// <summary>Adds up the results of all lanes.</summary>
internal sealed class Report
{
    private const int Shown = 10;
    private const double Mega = 1e6;

    private readonly Lock _gate = new();
    private readonly List<FileResult> _results = []; // Guarded by _gate, like everything below.
    private readonly List<string> _unreadable = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _native;
    private long _bytes;

    public int Mismatches => _results.Count(result => !result.IsVerified);

    public void Add(FileResult result)
    {
        lock (_gate)
        {
            _results.Add(result);
        }
    }

    public void AddUnreadable(string path, string reason)
    {
        lock (_gate)
        {
            _unreadable.Add($"{path}: {reason}");
        }
    }

    public void AddBlock(int length, TimeSpan native)
    {
        lock (_gate)
        {
            _bytes += length;
            _native += native;
        }
    }

    /// <summary>How far the work is, in one line.</summary>
    public string Progress()
    {
        lock (_gate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{_results.Count:N0} files, {_bytes / Mega:N1} MB, {_bytes / Mega / _clock.Elapsed.TotalSeconds:N1} MB/s");
        }
    }

    /// <summary>Prints the largest files and the totals; all lanes have ended.</summary>
    public void Print(TextWriter output)
    {
        TimeSpan elapsed = _clock.Elapsed;
        output.WriteLine("       bytes    packed  crc32     file");
        foreach (FileResult file in _results.OrderByDescending(file => file.Length).ThenBy(file => file.Path, StringComparer.Ordinal).Take(Shown))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Length,12:N0} {Share(file.PackedLength, file.Length),8:P1}  {file.Crc:x8}  {file.Path}"));
        }

        long packed = _results.Sum(file => file.PackedLength);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_results.Count:N0} files, {_bytes:N0} bytes, packed to {packed:N0} ({Share(packed, _bytes):P1})"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:N2} s, {_bytes / Mega / elapsed.TotalSeconds:N1} MB/s, of which native code on all workers {_native.TotalSeconds:N2} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mismatches} mismatches, {_unreadable.Count} unreadable"));
        foreach (string failed in _results.Where(file => !file.IsVerified).Select(file => $"MISMATCH {file.Path}").Concat(_unreadable))
        {
            output.WriteLine(failed);
        }
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
