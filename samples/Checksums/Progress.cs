namespace Checksums;

/// <summary>A line on the terminal that says how far the work is; nothing where there is no terminal.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Report _report;
    private readonly Timer _timer;

    private Progress(Report report)
    {
        _report = report;
        _timer = new Timer(_ => Show(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    public static IDisposable? Start(Report report) => Console.IsErrorRedirected ? null : new Progress(report);

    public void Dispose()
    {
        using ManualResetEvent ended = new(false);
        _timer.Dispose(ended);
        ended.WaitOne(); // No line is shown any more.
        Show();
        Console.Error.WriteLine();
    }

    private void Show() => Console.Error.Write($"\r{_report.Progress()}   ");
}
