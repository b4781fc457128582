namespace ActorFfi;

/// <summary>A callback's handler called a function that could only begin after the call which waits for the handler has ended.</summary>
/// <remarks>Nothing native ran. Unless the handler catches it, it becomes the failure of the call that waits.</remarks>
public sealed class CallbackDeadlockException : ActorFfiException
{
    internal CallbackDeadlockException(string library, string symbol, string holder)
        : this(library, symbol, holder, $"it needs a place under a concurrency limit that call '{holder}' holds, and '{holder}' waits for the callback that makes this call. Raise 'Concurrency', or call '{symbol}' after the callback.")
    {
    }

    private CallbackDeadlockException(string library, string symbol, string holder, string reason)
        : base($"Call '{symbol}' of library '{library}' was refused: {reason}")
    {
        Library = library;
        Symbol = symbol;
        Holder = holder;
    }

    /// <summary>The refusal of a call that needs the pinned thread on which its holder waits.</summary>
    internal static CallbackDeadlockException OnPinnedThread(string library, string symbol, string holder) => new(
        library, symbol, holder, $"it needs the library's pinned thread, on which call '{holder}' waits for the callback that makes this call. Let the callback run in the place 'Caller', or call '{symbol}' after it.");

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The symbol that was called.</summary>
    public string Symbol { get; }

    /// <summary>The symbol whose call waits for the callback.</summary>
    public string Holder { get; }
}
