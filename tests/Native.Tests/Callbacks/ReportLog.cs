using System.Collections.Concurrent;

namespace ActorFfi.Native.Tests.Callbacks;

/// <summary>Collects the reports of callbacks of one name.</summary>
internal sealed class ReportLog : IDisposable
{
    private readonly string _name;
    private readonly ConcurrentQueue<CallbackReport> _reports = new();

    public ReportLog(string name)
    {
        _name = name;
        CallbackReports.Reported += Add;
    }

    public IReadOnlyCollection<CallbackReport> Reports => _reports;

    public void Dispose() => CallbackReports.Reported -= Add;

    private void Add(CallbackReport report)
    {
        if (report.Callback == _name)
        {
            _reports.Enqueue(report);
        }
    }
}
