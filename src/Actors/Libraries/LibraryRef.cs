using Akka.Actor;

namespace ActorFfi;

/// <summary>A declared library: its symbols, its buffers, its state. Cheap; keep it as long as the runtime.</summary>
/// <remarks>Threads: everything may be used from any thread. It stays valid across restarts of the library.</remarks>
public sealed class LibraryRef
{
    private readonly FfiRuntime _runtime;
    private volatile Declared _declared;

    internal LibraryRef(FfiRuntime runtime, LibraryEntry entry)
    {
        _runtime = runtime;
        _declared = new Declared(entry);
    }

    /// <summary>Raised for each step in the library's life, in order. Handlers return at once; what they throw is logged.</summary>
    public event Action<LibraryStateChange>? StateChanged
    {
        add => Entry.Events.StateChanged += value;
        remove => Entry.Events.StateChanged -= value;
    }

    /// <summary>The name the library is declared under.</summary>
    public string Name => Entry.Name;

    /// <summary>Where the library is in its life.</summary>
    public LibraryState State => Entry.State;

    /// <summary>Where the library is in its life, since when, and why: one consistent look.</summary>
    public LibraryStatus Status => Entry.Status;

    /// <summary>How many accepted calls are queued or running.</summary>
    public int AcceptedCalls => Entry.AcceptedCalls;

    /// <summary>How often the library has been started; the first start is 1.</summary>
    public int Generation => Entry.Generation;

    /// <summary>Why the library is Failed or BackingOff: the cause, such as a <see cref="LibraryLoadException"/>; null in every other state.</summary>
    public Exception? Failure => Entry.Unavailable() is { State: LibraryState.Failed or LibraryState.BackingOff } now ? now.InnerException ?? now : null;

    /// <summary>The names of the declared symbols.</summary>
    public IReadOnlyCollection<string> Symbols => _declared.Symbols.Keys;

    /// <summary>How many buffers that this library allocated are alive.</summary>
    public long LiveBuffers => Entry.Buffers.LiveBuffers;

    /// <summary>How many bytes these buffers have.</summary>
    public long LiveBytes => Entry.Buffers.LiveBytes;

    internal LibraryEntry Entry => _declared.Entry;

    /// <summary>Lets another declaration of the library take the place of this one.</summary>
    internal void Redeclare(LibraryEntry entry) => _declared = new Declared(entry);

#nullable disable annotations // Null for an absent optional symbol only, so that the common use needs no null check.
    /// <summary>A symbol by the name it is declared under; null for an optional one that the loaded library lacks.</summary>
    /// <exception cref="UnknownNameException">No symbol of that name is declared.</exception>
    public SymbolRef this[string symbol] => Find(symbol);
#nullable restore annotations

    /// <summary>A symbol by the name it is declared under; null for an optional one that the loaded library lacks.</summary>
    /// <exception cref="UnknownNameException">No symbol of that name is declared.</exception>
    public SymbolRef? Find(string symbol)
    {
        Dictionary<string, SymbolRef> symbols = _declared.Symbols;
        if (!symbols.TryGetValue(symbol, out SymbolRef? found))
        {
            throw UnknownNameException.OfSymbol(Name, symbol, symbols.Keys);
        }

        return found.Entry.IsAbsent ? null : found;
    }

    /// <summary>A zeroed buffer that counts as this library's; the caller owns it.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="ArenaFullException">The memory that an isolated library shares with its guests has no room.</exception>
    /// <exception cref="LibraryUnavailableException">The runtime has stopped, and with it the memory of an isolated library.</exception>
    public OwnedBuffer Allocate(long length)
    {
        LibraryEntry entry = Entry;
        try
        {
            return entry.Arena?.Allocate(entry.Buffers, length) ?? OwnedBuffer.Allocate(entry.Buffers, length);
        }
        catch (ObjectDisposedException) when (entry.Arena is not null)
        {
            throw entry.Unavailable(); // The runtime has stopped, and that memory is gone.
        }
    }

    /// <summary>A zeroed buffer as <see cref="Allocate"/> gives it; where the memory that an isolated library shares with its guests has no room for it now, it waits.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArenaFullException">The memory can never hold so many bytes: <c>ArenaSize</c> is smaller.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async ValueTask<OwnedBuffer> AllocateAsync(long length, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GuestPool? guests = Entry.Guests;
            try
            {
                return Allocate(length);
            }
            catch (ArenaFullException full) when (full.WantedBytes <= guests!.Settings.ArenaSize)
            {
                await guests.Room.WaitAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A buffer with arbitrary contents that counts as this library's; the caller owns it.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="ArenaFullException">The memory that an isolated library shares with its guests has no room.</exception>
    /// <exception cref="LibraryUnavailableException">The runtime has stopped, and with it the memory of an isolated library.</exception>
    public OwnedBuffer AllocateUninitialized(long length)
    {
        LibraryEntry entry = Entry;
        try
        {
            return entry.Arena?.AllocateUninitialized(entry.Buffers, length) ?? OwnedBuffer.AllocateUninitialized(entry.Buffers, length);
        }
        catch (ObjectDisposedException) when (entry.Arena is not null)
        {
            throw entry.Unavailable(); // The runtime has stopped, and that memory is gone.
        }
    }

    /// <summary>Stops the library and starts it again in a new generation; calls wait meanwhile. It costs nothing of the restart budget.</summary>
    /// <param name="cancellationToken">Ends the waiting; the restart goes on.</param>
    /// <exception cref="LibraryUnavailableException">It could not be started again, or was drained or stopped meanwhile.</exception>
    /// <remarks>Pointers and other handles of the old generation are stale afterwards. Calls that are running are finished first.</remarks>
    public Task RestartAsync(CancellationToken cancellationToken = default) => SendAsync(LibraryIntent.Restart, cancellationToken);

    /// <summary>Starts a library that is stopped, failed or backing off, at once and with a full restart budget; does nothing while it is ready.</summary>
    /// <param name="cancellationToken">Ends the waiting; the start goes on.</param>
    /// <exception cref="LibraryUnavailableException">It could not be started, or it depends on a library that does not serve: it starts by itself as soon as that does.</exception>
    /// <remarks>A library that drains serves on. Pointers and other handles of an old generation are stale.</remarks>
    public Task ReviveAsync(CancellationToken cancellationToken = default) => SendAsync(LibraryIntent.Run, cancellationToken);

    /// <summary>Refuses new calls, finishes those that were accepted, and stops the library; <see cref="ReviveAsync"/> starts it again, or takes it back.</summary>
    /// <param name="cancellationToken">Ends the waiting; the library goes on draining, and stops.</param>
    /// <exception cref="LibraryRevivedException">It was revived or restarted meanwhile, and is not stopped.</exception>
    /// <remarks>Calls that wait for a library which does not serve, because it backs off or waits for another one, are answered at once.</remarks>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        LibraryEntry entry = Entry;
        await _runtime.SendAsync(entry, LibraryIntent.Drain).WaitAsync(cancellationToken).ConfigureAwait(false);
        await entry.Closing.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces all guests of an isolated library, one after the other: each new one takes over before the old one finishes its calls and ends. A new version of the library's file takes over this way.</summary>
    /// <param name="cancellationToken">Ends the waiting; the replacement goes on.</param>
    /// <exception cref="NotSupportedException">The library is not isolated.</exception>
    /// <exception cref="LibraryUnavailableException">It is not ready.</exception>
    /// <exception cref="ActorFfiException">A new guest could not be started; the old ones that were not replaced go on.</exception>
    public Task RollAsync(CancellationToken cancellationToken = default)
    {
        LibraryEntry entry = Entry;
        if (entry.Guests is null)
        {
            throw new NotSupportedException($"Library '{Name}' runs in this process and has no guests to replace. Use {nameof(RestartAsync)}, or declare '{nameof(LibraryOptions.Isolation)}'.");
        }

        return _runtime.RollAsync(entry).WaitAsync(cancellationToken);
    }

    /// <summary>Whether the library runs in processes of its own.</summary>
    public bool IsIsolated => Entry.Guests is not null;

    /// <summary>The processes of an isolated library: those that take calls now, those that wait to take the place of one, and those that finish their calls; empty where it runs in this process.</summary>
    public IReadOnlyList<GuestInfo> Guests => Entry.Guests?.Describe() ?? [];

    /// <summary>How guests of the library died, and in which calls: the last twenty reports, the newest first.</summary>
    public IReadOnlyList<CrashReport> Crashes => Entry.Crashes.List();

    /// <summary>Lets calls run again that were refused because guests had died in such calls.</summary>
    /// <param name="symbol">The symbol whose calls are pardoned; null for those of all.</param>
    /// <returns>How many different calls, by symbol and arguments, guests had died in.</returns>
    public Task<int> PardonAsync(string? symbol = null) => Task.FromResult(Entry.Poison.Pardon(symbol));

    /// <summary>Makes a callback of this start of the library: once that has ended it is not passed, and does not run, any more.</summary>
    /// <param name="signature">A C function or function pointer: <c>int (*)(const void *a, const void *b)</c>.</param>
    /// <param name="handler">What it runs: a <see cref="CallbackHandler"/>, a <see cref="CallbackAction"/> or a typed delegate.</param>
    /// <param name="options">How it is served; null for the defaults.</param>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    /// <inheritdoc cref="StoredCallback.Create(string, Delegate, CallbackOptions?)"/>
    public StoredCallback CreateCallback(string signature, Delegate handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, CurrentGeneration(), Entry.Definition.Types);

    /// <inheritdoc cref="CreateCallback(string, Delegate, CallbackOptions?)"/>
    public StoredCallback CreateCallback(string signature, CallbackHandler handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, CurrentGeneration(), Entry.Definition.Types);

    /// <inheritdoc cref="CreateCallback(string, Delegate, CallbackOptions?)"/>
    public StoredCallback CreateCallback(string signature, CallbackAction handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, CurrentGeneration(), Entry.Definition.Types);

    /// <summary>Reads a pointer that this library's native code has written into a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="offset">Where the pointer lies, in bytes; it need not be aligned.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The buffer's state does not allow reading.</exception>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    public ForeignPointer ReadPointer(OwnedBuffer buffer, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.ReadPointer(offset, CurrentGeneration());
    }

    /// <summary>Reads a function pointer that this library's native code has written into a buffer; null where there is a null pointer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="signature">The function in C, such as <c>int (*)(void *state, int value)</c>, on the caller's word.</param>
    /// <param name="offset">Where the pointer lies, in bytes; it need not be aligned.</param>
    /// <exception cref="DeclarationException">The signature cannot be read.</exception>
    /// <inheritdoc cref="ReadPointer"/>
    public ForeignFunction? ReadFunction(OwnedBuffer buffer, string signature, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.ReadFunction(offset, CallbackSignature.Parse(signature, Entry.Definition.Types).Signature, CurrentGeneration());
    }

    /// <summary>Runs calls of this library in order on one worker, with nothing between, and gives their replies in the same order.</summary>
    /// <param name="calls">At least one call; the first one's symbol provides queue and worker. They are taken over, whatever happens.</param>
    /// <remarks>
    /// A later call runs even if an earlier one failed, so that it can read a library's error state of that thread.
    /// Failures are in the replies and not thrown.
    /// </remarks>
    public Task<NativeReply[]> CallManyAsync(params ReadOnlySpan<NativeCall> calls) => CallBatch.Post(Entry, calls);

    // Where a changed configuration declares it anew meanwhile, that is what starts it again.
    private async Task SendAsync(LibraryIntent intent, CancellationToken cancellationToken)
    {
        LibraryEntry entry = Entry;
        try
        {
            await _runtime.SendAsync(entry, intent).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LibraryUnavailableException) when (Entry != entry)
        {
            await _runtime.SendAsync(Entry, LibraryIntent.Run).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private LibraryGeneration CurrentGeneration() => Entry.Guests is { } guests
        ? guests.CurrentGeneration()
        : Entry.Symbols.Values.Select(symbol => symbol.PublishedBy).FirstOrDefault(generation => generation is not null) ?? throw Entry.Unavailable();

    private sealed class Declared(LibraryEntry entry)
    {
        public LibraryEntry Entry { get; } = entry;

        public Dictionary<string, SymbolRef> Symbols { get; } =
            entry.Symbols.Values.ToDictionary(symbol => symbol.Name, symbol => new SymbolRef(symbol, CallOptions.Default), StringComparer.Ordinal);
    }
}
