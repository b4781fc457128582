using System.ComponentModel;
using System.Text.Json;

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
    long? Column,
    [property: Description("What the function returned, where the declaration calls that a failure.")] JsonElement? Value,
    [property: Description("The errno that it left.")] int? Errno,
    [property: Description("The signal that ended the guest which ran the call, such as SIGSEGV.")] string? Signal,
    [property: Description("The process id of that guest.")] int? Pid,
    [property: Description("The code that it exited with, where no signal ended it.")] int? ExitCode);
