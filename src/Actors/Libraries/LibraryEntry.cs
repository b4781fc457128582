using System.Collections.Frozen;

namespace ActorFfi;

/// <summary>What the runtime holds of one declared library; it outlives every incarnation of the library's actor.</summary>
/// <remarks>Threads: state moves under the lock; everything else is immutable or volatile.</remarks>
internal sealed class LibraryEntry
{
    private readonly Lock _stateGate = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LibraryState _state = LibraryState.Loading; // Guarded by _stateGate, like the two below.
    private string _reason = "It is being loaded.";
    private Exception? _cause;
    private int _generation; // Touched by the library's actor only.

    public LibraryEntry(LibraryDefinition definition)
    {
        Definition = definition;
        Buffers = new BufferAccount(definition.Name);
        Lock? sharedGate = definition.Concurrency is null ? null : new Lock();
        ConcurrencyLimit? limit = definition.Concurrency is { } most ? new ConcurrencyLimit(most) : null;
        Symbols = definition.Symbols.ToFrozenDictionary(
            symbol => symbol.Declaration.Name,
            symbol => CreateSymbol(symbol, sharedGate ?? new Lock(), limit),
            StringComparer.Ordinal);
        Limits = new LimitSet(sharedGate ?? new Lock(), limit is null ? [] : [limit]);
    }

    /// <summary>The library as declared.</summary>
    public LibraryDefinition Definition { get; }

    /// <summary>The name callers use.</summary>
    public string Name => Definition.Name;

    /// <summary>The declared symbols by name.</summary>
    public FrozenDictionary<string, SymbolEntry> Symbols { get; }

    /// <summary>The concurrency limit of the library alone.</summary>
    public LimitSet Limits { get; }

    /// <summary>Counts the buffers that were allocated for the library.</summary>
    public BufferAccount Buffers { get; }

    /// <summary>Where the library is in its life.</summary>
    public LibraryState State
    {
        get
        {
            lock (_stateGate)
            {
                return _state;
            }
        }
    }

    /// <summary>Completes when the library has been loaded or has failed for the first time.</summary>
    public Task Settled => _settled.Task;

    /// <summary>The generation that begins with a start of the library.</summary>
    public LibraryGeneration NextGeneration() => new(Name, ++_generation) { Calls = new ForeignCalls(this) };

    /// <summary>The limits that a call of a function passes: those of its symbol, or the library's for a function that was given out.</summary>
    public LimitSet LimitsOf(CallPlan plan) => Symbols.Values.FirstOrDefault(symbol => symbol.Plan == plan)?.Limits ?? Limits;

    /// <summary>Enters a state in which calls are accepted.</summary>
    public void Enter(LibraryState state, string reason)
    {
        SetState(state, reason, null);
        foreach (SymbolEntry symbol in Symbols.Values)
        {
            symbol.Mailbox.Open();
        }

        if (state == LibraryState.Ready)
        {
            _settled.TrySetResult();
        }
    }

    /// <summary>Enters a state in which calls are refused, and leaves those that were accepted.</summary>
    public void Refuse(LibraryState state, string reason)
    {
        SetState(state, reason, null);
        Exception refusal = Unavailable();
        foreach (SymbolEntry symbol in Symbols.Values)
        {
            symbol.Mailbox.Refuse(refusal);
        }
    }

    /// <summary>Enters a state in which calls are refused, and answers those that wait with the reason.</summary>
    /// <returns>How many calls were answered.</returns>
    public int Close(LibraryState state, string reason, Exception? cause = null)
    {
        SetState(state, reason, cause);
        Exception refusal = Unavailable();
        int answered = Symbols.Values.Sum(symbol => symbol.Mailbox.Close(refusal));
        _settled.TrySetResult();
        return answered;
    }

    /// <summary>Answers every call that native code has not returned from.</summary>
    /// <returns>How many calls were answered.</returns>
    public int AbandonRunning()
    {
        Exception reason = Unavailable();
        return Symbols.Values.Sum(symbol => symbol.Mailbox.AbandonRunning(reason));
    }

    /// <summary>The failure of a call that comes now.</summary>
    public LibraryUnavailableException Unavailable()
    {
        lock (_stateGate)
        {
            return new LibraryUnavailableException(Name, _state, _reason, _cause);
        }
    }

    private void SetState(LibraryState state, string reason, Exception? cause)
    {
        lock (_stateGate)
        {
            _state = state;
            _reason = reason;
            _cause = cause;
        }
    }

    private SymbolEntry CreateSymbol(SymbolDefinition symbol, Lock gate, ConcurrencyLimit? ofLibrary)
    {
        ConcurrencyLimit? ofSymbol = symbol.Concurrency is { } most ? new ConcurrencyLimit(most) : null;
        ConcurrencyLimit?[] limits = [ofSymbol, ofLibrary];
        return new SymbolEntry(this, symbol, gate, new LimitSet(gate, [.. limits.OfType<ConcurrencyLimit>()]));
    }
}
