using System.Collections.Immutable;
using System.Globalization;

namespace ActorFfi;

/// <summary>How a guest ended.</summary>
internal sealed record GuestExit
{
    /// <summary>The process.</summary>
    public required int Pid { get; init; }

    /// <summary>The signal that ended it; null where it exited.</summary>
    public int? Signal { get; init; }

    /// <summary>Its exit code; null where a signal ended it, or where somebody else took the code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The lane whose thread the signal hit, as the guest noted it before it died; null where that is unknown, and for other threads.</summary>
    public GuestLane? Culprit { get; init; }

    /// <summary>Why this side killed it: the reason given to <see cref="GuestProcess.Kill"/>, or the rule it broke; null where it died by itself.</summary>
    public string? KillReason { get; init; }

    /// <summary>Whether it was killed because what it wrote into shared memory broke a rule.</summary>
    public bool BrokeRule { get; init; }

    /// <summary>Whether it ended because it was asked to: <see cref="GuestProcess.StopAsync"/>.</summary>
    public bool WasAsked { get; init; }

    /// <summary>The last lines of standard error, oldest first.</summary>
    public ImmutableArray<string> LastErrorLines { get; init; } = [];

    /// <summary>The name of the signal: SIGSEGV; null where it exited.</summary>
    public string? SignalName => Signal is { } signal ? LinuxSignals.NameOf(signal) : null;

    /// <summary>How it ended, in words that follow "guest 4711": "was ended by SIGSEGV", "exited with code 3".</summary>
    public override string ToString() => this switch
    {
        { WasAsked: true } => "was stopped",
        { KillReason: { } reason } => $"was killed: {reason}",
        { Signal: not null } => $"was ended by {SignalName}",
        { ExitCode: GuestExitCodes.ParentEnded } => "ended because its connection to the service was gone, as where native code closes descriptors that are not its own",
        { ExitCode: GuestExitCodes.LaneEnded } => "ended because native code ended the thread that called it (pthread_exit)",
        { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"exited with code {code}"),
        _ => "ended in a way that could not be found out",
    };
}
