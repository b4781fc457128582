using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi top</c>: a live table of a running service's libraries.</summary>
internal static class TopCommand
{
    private static readonly string[] _titles = ["LIBRARY", "STATE", "GEN", "GUESTS", "WORKERS", "QUEUED", "CALLS/S", "NATIVE P50", "P99", "QUEUE P50", "P99", "RESTARTS"];

    /// <summary>Prints the table each second until it is cancelled; once, where it is asked to or nobody looks at a terminal.</summary>
    public static async Task<int> RunAsync(RemoteService service, bool isOnce, bool printsJson, TextWriter output, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.Of(output);
        try
        {
            await foreach (string status in service.FollowAsync(cancellationToken).ConfigureAwait(false))
            {
                await output.WriteLineAsync(printsJson ? status : terminal.Clear + TableOf(status, terminal)).ConfigureAwait(false);
                if (isOnce || (!printsJson && !terminal.IsTerminal))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Success; // Ctrl+C is how one leaves it.
        }

        return ExitCodes.Success;
    }

    private static string TableOf(string status, Terminal terminal)
    {
        using JsonDocument document = JsonDocument.Parse(status);
        ServiceStatus now = document.RootElement.Deserialize(HostJson.Default.ServiceStatus)!;
        StringBuilder text = new();
        using StringWriter writer = new(text, CultureInfo.InvariantCulture);
        TextTable.Write(writer, [_titles, .. now.Libraries.Select(Row)], terminal.Coloured);
        foreach (FailureView failure in now.Failures.Take(5))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{failure.At:HH:mm:ss} {failure.Library}{(failure.Symbol is null ? "" : "/")}{failure.Symbol} x{failure.Count} {failure.Detail}"));
        }

        return text.ToString().TrimEnd();
    }

    private static string GuestsOf(LibraryView library)
    {
        int spares = library.Guests.Count(static guest => guest.State == GuestState.Spare);
        string serving = (library.Guests.Count - spares).ToString(CultureInfo.InvariantCulture);
        return !library.Isolated ? "-" : spares == 0 ? serving : string.Create(CultureInfo.InvariantCulture, $"{serving}+{spares}");
    }

    private static string[] Row(LibraryView library)
    {
        WorkerStatus[] workers = [.. library.Symbols.SelectMany(symbol => symbol.Workers)];
        LibraryMetrics metrics = library.Metrics;
        return
        [
            library.Name,
            library.State.ToString(),
            library.Generation.ToString(CultureInfo.InvariantCulture),
            GuestsOf(library),
            string.Create(CultureInfo.InvariantCulture, $"{workers.Count(worker => worker.State == WorkerState.Busy)}/{workers.Length}"),
            library.Symbols.Sum(symbol => symbol.QueueLength).ToString(CultureInfo.InvariantCulture),
            metrics.CallsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
            TimeText.Of(metrics.NativeMedian),
            TimeText.Of(metrics.Native99),
            TimeText.Of(metrics.QueueMedian),
            TimeText.Of(metrics.Queue99),
            metrics.Restarts.ToString(CultureInfo.InvariantCulture),
        ];
    }
}
