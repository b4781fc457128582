using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ActorFfi;

/// <summary>Exports traces, metrics and logs by OTLP, as the variables <c>OTEL_*</c> say. It begins before the libraries and ends after them.</summary>
internal sealed class OtlpExport : IHostedLifecycleService
{
    private const string Library = "ActorFfi";
    private static readonly string[] _serverMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly OtlpSettings _settings = OtlpSettings.Current;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Registers what is exported; the rest costs nothing.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<OtlpExport>();
        if (OtlpSettings.Current.ExportsLogs)
        {
            builder.Logging.AddOpenTelemetry(static logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.SetResourceBuilder(Resource(OtlpSettings.Current)).AddOtlpExporter();
            });
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _traces = _settings.ExportsTraces
            ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource(_settings)).AddSource(Library, "Microsoft.AspNetCore").AddOtlpExporter().Build()
            : null;
        _metrics = _settings.ExportsMetrics
            ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource(_settings)).AddMeter([Library, .. _serverMeters]).AddOtlpExporter().Build()
            : null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _traces?.Dispose(); // Which sends what is left.
        _metrics?.Dispose();
        return Task.CompletedTask;
    }

    private static ResourceBuilder Resource(OtlpSettings settings)
    {
        ResourceBuilder resource = ResourceBuilder.CreateDefault();
        return settings.NamesService ? resource : resource.AddService("actorffi", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3));
    }
}
