namespace ActorFfi;

/// <summary>Everything that is declared of native libraries: the section <c>ActorFfi</c> of a host's configuration.</summary>
public sealed class ActorFfiOptions
{
    /// <summary>The libraries by the name callers use; ordinal.</summary>
    public IDictionary<string, LibraryOptions> Libraries { get; } = new Dictionary<string, LibraryOptions>(StringComparer.Ordinal);

    /// <summary>How long a stop waits for accepted calls before it answers the rest. The default is 10 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
