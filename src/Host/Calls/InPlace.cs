using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Runs calls of shared symbols right where they come in.</summary>
/// <remarks>
/// A symbol with <c>Threads: Shared</c> promises calls that are short and never block, and its workers are places on the thread pool. A
/// request is on the pool already: to hand such a call over would cost more than the call. Where the declaration wants more
/// than that, such as a time-out, a key, a limit or a supervisor's decision, and where as many calls run as there may be workers, it is handed over all the same.
/// </remarks>
internal static class InPlace
{
    private static readonly ConditionalWeakTable<SymbolEntry, StrongBox<int>> _running = [];

    /// <summary>Takes a place for a call; <see cref="Run"/> gives it back.</summary>
    public static bool TryEnter(SymbolEntry symbol)
    {
        if (!IsFit(symbol))
        {
            return false;
        }

        StrongBox<int> running = _running.GetOrCreateValue(symbol);
        if (Interlocked.Increment(ref running.Value) <= symbol.Settings.MaximumWorkers)
        {
            return true;
        }

        Interlocked.Decrement(ref running.Value);
        return false;
    }

    /// <summary>Makes the call on this thread.</summary>
    /// <param name="place">The symbol that the place is one of.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="arguments">The arguments.</param>
    public static NativeReply Run(SymbolEntry place, SymbolRef symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        try
        {
            return symbol.TryInvoke(arguments);
        }
        finally
        {
            Interlocked.Decrement(ref _running.GetOrCreateValue(place).Value);
        }
    }

    private static bool IsFit(SymbolEntry symbol) =>
        symbol is { Settings.Threads: ThreadMode.Shared, HasTimeout: false, Limits.IsEmpty: true, Function: not null, Definition: { Fatal: null, KeyIndex: < 0, Declaration.Nonblocking: null } }
        && symbol.Settings.Directives.Of(FailureKind.DeclaredFailure) == FailureDirective.Resume
        && symbol.Settings.Directives.Of(FailureKind.CallbackError) == FailureDirective.Resume;
}
