using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorFfi;

/// <summary>How the service writes what it shows of itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LibraryList))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(GuestList))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(CallRequest))]
[JsonSerializable(typeof(CallReply))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class HostJson : JsonSerializerContext;
