namespace ActorFfi;

/// <summary>What is declared for each kind of failure of a symbol's calls.</summary>
internal sealed record FailureDirectives(
    FailureDirective Fault,
    FailureDirective DeclaredFailure,
    FailureDirective FatalResult,
    FailureDirective CallbackError,
    FailureDirective Timeout,
    FailureDirective Crash)
{
    /// <summary>The directive for a kind; failures of the library as a whole are not a symbol's matter.</summary>
    public FailureDirective Of(FailureKind kind) => kind switch
    {
        FailureKind.Fault => Fault,
        FailureKind.DeclaredFailure => DeclaredFailure,
        FailureKind.FatalResult => FatalResult,
        FailureKind.CallbackError => CallbackError,
        FailureKind.Timeout => Timeout,
        FailureKind.Crash => Crash,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of failure has no directive of its own at a symbol."),
    };
}
