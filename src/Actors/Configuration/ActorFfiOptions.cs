using System.ComponentModel.DataAnnotations;

namespace ActorFfi;

/// <summary>Everything that is declared of native libraries: the section <c>ActorFfi</c> of a host's configuration.</summary>
public sealed class ActorFfiOptions
{
    /// <summary>The name of the section, and the root of the paths in messages about what is declared in code.</summary>
    public const string SectionName = "ActorFfi";

    /// <summary>The libraries by the name callers use; ordinal.</summary>
    public IDictionary<string, LibraryOptions> Libraries { get; } = new Dictionary<string, LibraryOptions>(StringComparer.Ordinal);

    /// <summary>How long a stop waits for accepted calls before it answers the rest.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the settings stand in a configuration.</summary>
    internal string Origin { get; set; } = SectionName;
}
