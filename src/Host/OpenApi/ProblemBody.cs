using System.ComponentModel;

namespace ActorFfi;

/// <summary>The shape of a problem as the description of the API shows it; <see cref="Problem"/> writes it.</summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    [property: Description("The type of the failure; docs/errors.md says what each means.")] string Error,
    [property: Description("What happened, why, and what to do.")] string Detail,
    string? Parameter,
    long? Line,
    long? Column);
