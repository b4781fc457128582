using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorFfi;

/// <summary>Writes the report of a check for programs.</summary>
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CheckJson : JsonSerializerContext
{
    // Not a copy of the generated options: they may not be there yet while this type is initialised.
    private static readonly CheckJson _readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = Problem.JsonOptions.Encoder,
    });

    /// <summary>The report as one object with <c>libraries</c> and <c>faults</c>.</summary>
    public static string Of(CheckReport report) => JsonSerializer.Serialize(report, _readable.CheckReport);
}
