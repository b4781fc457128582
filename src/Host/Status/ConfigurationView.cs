namespace ActorFfi;

/// <summary>What became of the last change of the configuration file.</summary>
/// <param name="Applied">When one was applied; null where none was since the start.</param>
/// <param name="Changes">What it changed.</param>
/// <param name="Fault">Why the file as it is now is not applied; null where it is.</param>
internal sealed record ConfigurationView(DateTimeOffset? Applied, string? Changes, string? Fault);
