using System.Text.Json.Serialization;

namespace ActorFfi.Bench;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Nanoseconds per operation, the median of the rounds.</param>
/// <param name="BytesPerOp">Managed bytes that the whole process allocated per operation.</param>
/// <param name="Peer">What it was measured against.</param>
/// <param name="PeerValue">The peer's nanoseconds per operation, the median of the rounds.</param>
/// <param name="Ratio">Value divided by peer value; smaller is better.</param>
internal sealed record Row(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("bytesPerOp")] double BytesPerOp,
    [property: JsonPropertyName("peer")] string Peer,
    [property: JsonPropertyName("peerValue")] double PeerValue,
    [property: JsonPropertyName("ratio")] double Ratio);
