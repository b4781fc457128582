using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using ActorFfi.Actors.Tests.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>docs/telemetry.md against the code.</summary>
[Collection(nameof(Alone))]
public sealed partial class TelemetryDocumentTests
{
    private static readonly string _page = File.ReadAllText(RepositoryFile.Path("docs/telemetry.md"));

    [Fact]
    public void EventIds_AreUniqueAndExactlyThoseOfThePage()
    {
        (int Id, LogLevel Level)[] declared =
        [
            .. typeof(FfiRuntime).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .Select(message => (message.EventId, message.Level))
                .Order(),
        ];

        Assert.Equal(declared.Length, declared.Select(message => message.Id).Distinct().Count());
        Assert.Equal(declared.Select(message => $"{message.Id} {message.Level}"), EventRow().Matches(_page).Select(row => $"{row.Groups[1]} {row.Groups[2]}"));
    }

    [Fact]
    public async Task Instruments_AreExactlyThoseOfThePageWithTheirUnits()
    {
        List<string> published = [];
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(ObservedLibrary.NextName());
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "ActorFfi")
            {
                published.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        Assert.Equal(published.Order(), InstrumentRow().Matches(_page).Select(row => $"{row.Groups[1]} {row.Groups[2]}").Order());
    }

    [GeneratedRegex(@"^\| (\d{4}) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| `(actorffi\.[\w.]+)` \| [^|]+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
