using System.ComponentModel;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>The shape of a call as the description of the API shows it; <see cref="CallBodyReader"/> reads it without this.</summary>
internal sealed record CallRequest(
    [property: Description("One for each parameter: a number, bool or text, null, {\"buffer\": \"<base64>\"}, {\"allocate\": bytes}, or a pointer to a value such as {\"u64\": 65536}.")] JsonNode?[]? Arguments);
