namespace ActorFfi;

/// <summary>Says, where a host registers it, that its libraries stop before its services do: those have nothing to do but to wait for calls, and to answer them.</summary>
internal sealed class LibrariesStopFirst;
