using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>The shape of a line of a batch as the description of the API shows it.</summary>
internal sealed record BatchRequest(string Symbol, JsonNode?[]? Arguments);
