using System.ComponentModel;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>The shape of a reply as the description of the API shows it; <see cref="ReplyJson"/> writes it without this.</summary>
internal sealed record CallReply(
    [property: Description("The result, exactly; NaN and infinities are strings, a pointer is null or an id.")] JsonNode? Value,
    [property: Description("Null unless the symbol captures it.")] int? Errno,
    [property: Description("What memory holds afterwards that native code may have written, and null for every other parameter.")] JsonNode?[] Arguments,
    CallReplyTimings Timings);
