namespace ActorFfi;

/// <summary>The calls that presumably wait for the handler of a callback which runs for a thread of native code's own: those that were given the callback and still run.</summary>
/// <remarks>
/// Nothing says that native code of such a call waits for that thread, as it surely does for its own one. Hence nobody is refused
/// at once because of them, but after a while only, and where each of those that still run holds what is needed.
/// </remarks>
internal sealed class GivenCalls
{
    /// <summary>How long a handler waits before it is presumed that the call which was given its callback waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly GivenCall[] _calls;

    private GivenCalls(GivenCall[] calls)
    {
        _calls = calls;
    }

    /// <summary>Those of the handler that this code is of; null where it is of none, or where no such call runs.</summary>
    public static GivenCalls? OfThisHandler()
    {
        NativeCallScope? scope = NativeCallScope.Innermost;
        while (scope is { Callback: null })
        {
            scope = scope.Outer;
        }

        return scope?.Callback?.GivenCalls() is { Length: > 0 } calls ? new GivenCalls(calls) : null;
    }

    /// <summary>Whether any of them still runs.</summary>
    public bool AnyRuns => Array.Exists(_calls, static call => call.IsRunning);

    /// <summary>The scope of the last one.</summary>
    public NativeCallScope Last => _calls[0].Scope;

    /// <summary>The workers that they run on.</summary>
    public List<BlockedWorker> Workers => [.. _calls.SelectMany(static call => CallHoldings.Workers(call.Scope))];

    /// <summary>The symbol of the last one that still runs, where each of these holds something; otherwise null.</summary>
    /// <param name="holderOf">The symbol that holds it, as seen from a callback within a call; null for none.</param>
    public string? Holder(Func<NativeCallScope, string?> holderOf)
    {
        string? holder = null;
        foreach (GivenCall call in _calls)
        {
            string? one = holderOf(call.Scope);
            if (!call.IsRunning)
            {
                continue;
            }

            if (one is null)
            {
                return null;
            }

            holder ??= one;
        }

        return holder;
    }
}
