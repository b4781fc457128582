namespace ActorFfi;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Path">Where the setting stands, such as <c>ActorFfi:Libraries:zlib:Workers</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record OptionsFault(string Path, string Message)
{
    /// <summary>The path and the message.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
