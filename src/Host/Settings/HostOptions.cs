using System.Collections.Immutable;

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

    /// <summary>How many requests are served at once, event streams not counted. The default is 256.</summary>
    public int MaxConcurrentRequests { get; init; } = 256;

    /// <summary>How many event streams are open at once. The default is 64.</summary>
    public int MaxEventStreams { get; init; } = 64;

    /// <summary>How long the client of an event stream may leave what it is sent unread before it is cut. The default is ten seconds.</summary>
    public TimeSpan EventStreamTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long all headers of a request may be together, in bytes. The default is 16 KiB.</summary>
    public int MaxHeaderBytes { get; init; } = 16 << 10;

    /// <summary>How long a batch waits for the client's next line before it is cut. The default is a minute.</summary>
    public TimeSpan BatchIdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the tokens come from that callers present; none lets everybody in, and then the service listens on the loopback interface only.</summary>
    public ImmutableArray<TokenSource> Tokens { get; init; } = [];
}
