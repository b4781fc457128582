namespace ActorFfi;

/// <summary>What the standard variables of the environment say about exporting telemetry. Without an endpoint or an exporter nothing is exported.</summary>
internal sealed class OtlpSettings(Func<string, string?> variable)
{
    private const string Exporter = "otlp";

    /// <summary>The settings of this process.</summary>
    public static OtlpSettings Current { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Whether traces are exported.</summary>
    public bool ExportsTraces => Exports("TRACES");

    /// <summary>Whether metrics are exported.</summary>
    public bool ExportsMetrics => Exports("METRICS");

    /// <summary>Whether logs are exported.</summary>
    public bool ExportsLogs => Exports("LOGS");

    /// <summary>Whether the environment names the service, so that nothing else does.</summary>
    public bool NamesService => variable("OTEL_SERVICE_NAME") is { Length: > 0 } || variable("OTEL_RESOURCE_ATTRIBUTES")?.Contains("service.name=", StringComparison.Ordinal) == true;

    private bool Exports(string signal)
    {
        bool isDisabled = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        string? exporters = variable($"OTEL_{signal}_EXPORTER");
        bool isWanted = string.IsNullOrWhiteSpace(exporters)
            ? variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 }
            : exporters.Split(',', StringSplitOptions.TrimEntries).Contains(Exporter, StringComparer.OrdinalIgnoreCase);
        return isWanted && !isDisabled;
    }
}
