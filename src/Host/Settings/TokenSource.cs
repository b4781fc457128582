namespace ActorFfi;

/// <summary>Where one token comes from, and what it allows; the token itself is never part of a configuration.</summary>
/// <param name="Name">What the log calls whoever presents it.</param>
/// <param name="File">The file that holds it; null for a variable of the environment.</param>
/// <param name="Environment">The variable that holds it; null for a file.</param>
/// <param name="Scopes">What it allows.</param>
internal sealed record TokenSource(string Name, string? File, string? Environment, AccessScope Scopes)
{
    /// <summary>The path of its settings, for messages.</summary>
    public string Path => $"{HostOptions.Section}:{nameof(HostOptions.Tokens)}:{Name}";
}
