namespace ActorFfi;

/// <summary>Everything that the page shows, as one event.</summary>
/// <param name="Tick">Rises each second; events between are sent where something has happened.</param>
/// <param name="Version">The version of the service.</param>
/// <param name="Libraries">The libraries, by name.</param>
/// <param name="Failures">The last failures, the newest first.</param>
/// <param name="Configuration">What became of the last change of the configuration file.</param>
internal sealed record ServiceStatus(long Tick, string Version, IReadOnlyList<LibraryView> Libraries, IReadOnlyList<FailureView> Failures, ConfigurationView Configuration);
