namespace ActorFfi;

/// <summary>The settings of the service itself: the section <c>Host</c> of its configuration.</summary>
internal sealed record HostOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Host";

    /// <summary>Where the service listens, several addresses separated by semicolons. The default is the loopback interface, port 5080.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The longest request body that is taken, in bytes. The default is 64 MiB.</summary>
    public long MaxRequestBody { get; init; } = 64 << 20;

    /// <summary>How many bytes the <c>allocate</c> arguments of one call may ask for together. The default is 64 MiB.</summary>
    public long MaxAllocation { get; init; } = 64 << 20;
}
