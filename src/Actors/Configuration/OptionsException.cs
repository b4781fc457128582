namespace ActorFfi;

/// <summary>A setting is missing, unknown or wrong; nothing was started.</summary>
public sealed class OptionsException : ActorFfiException
{
    internal OptionsException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException)
    {
        Path = path;
    }

    /// <summary>Where the setting stands, such as <c>ActorFfi:Libraries:zlib:Workers</c>.</summary>
    public string Path { get; }
}
