namespace ActorFfi;

/// <summary>A setting of the service itself is unknown or wrong; nothing was started.</summary>
internal sealed class HostSettingException(string path, string fault) : ActorFfiException($"{path}: {fault}");
