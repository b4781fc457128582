namespace Supervision;

/// <summary>The examples by name, in the order of the page.</summary>
internal static class Examples
{
    public static IReadOnlyDictionary<string, Example> All { get; } = new Dictionary<string, Example>(StringComparer.Ordinal)
    {
        ["wrong-arguments"] = WrongArguments.RunAsync,
        ["declared-failure"] = DeclaredFailure.RunAsync,
        ["callback-error"] = CallbackError.RunAsync,
        ["timeout"] = LateCall.RunAsync,
        ["abandoned"] = TooManyAbandoned.RunAsync,
        ["crash"] = Crash.RunAsync,
        ["cancellation"] = Cancellation.RunAsync,
        ["queue-full"] = FullQueue.RunAsync,
        ["back-off"] = BackOff.RunAsync,
        ["patience"] = Patience.RunAsync,
        ["restart"] = Restart.RunAsync,
        ["order"] = StartAndStop.RunAsync,
        ["critical"] = CriticalLibrary.RunAsync,
        ["drain"] = Drain.RunAsync,
        ["stop"] = StopInTime.RunAsync,
    };
}
