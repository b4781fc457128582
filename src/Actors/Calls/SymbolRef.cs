using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ActorFfi;

/// <summary>A declared function: call it here and now, or nonblocking; or a variable. Cheap; keep it as long as the runtime.</summary>
/// <remarks>
/// Arguments are checked first: count, kind, range, extent. A wrong one raises an <see cref="ArgumentException"/> that names the
/// parameter, a buffer in the wrong state a <see cref="BufferStateException"/>; nothing native runs then.
/// Threads: everything may be used from any thread. It stays valid across restarts of the library.
/// </remarks>
public sealed class SymbolRef
{
    private SymbolEntry _entry; // Replaced by its successor once that is seen.

    internal SymbolRef(SymbolEntry entry, CallOptions options)
    {
        _entry = entry;
        Options = options;
    }

    /// <summary>The name the symbol is declared under.</summary>
    public string Name => Entry.Name;

    /// <summary>The function or variable as declared.</summary>
    public SymbolDeclaration Declaration => Entry.Definition.Declaration;

    /// <summary>The variable that the symbol is. It belongs to this start of the library, so ask for it again after a restart.</summary>
    /// <exception cref="NotSupportedException">The symbol is a function.</exception>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    public NativeVariable Variable => !Entry.IsVariable
        ? throw new NotSupportedException($"Symbol '{Name}' of library '{Entry.LibraryName}' is a function and no variable. Call it.")
        : Entry.Variable ?? throw Entry.Library.Unavailable();

    /// <summary>Whether callers from outside the process may pass buffers for parameters without an extent.</summary>
    public bool IsUnchecked => Entry.Definition.IsUnchecked;

    /// <summary>How many nonblocking calls wait, those that found the queue full included.</summary>
    public int QueueLength => Entry.Mailbox.Length;

    /// <summary>The workers that serve nonblocking calls at this moment, and what each does.</summary>
    public IReadOnlyList<WorkerStatus> Workers => Entry.Mailbox.DescribeWorkers();

    internal SymbolEntry Entry => _entry.Successor is null ? _entry : _entry = _entry.Latest;

    internal CallOptions Options { get; }

    /// <summary>The same function with settings for single calls.</summary>
    public SymbolRef With(CallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SymbolRef(Entry, options);
    }

    /// <summary>The same function, whose queued calls are withdrawn when the token is cancelled.</summary>
    public SymbolRef With(CancellationToken cancellationToken) => With(Options with { CancellationToken = cancellationToken });

    /// <summary>Calls the function on this thread; buffers are borrowed until it returns.</summary>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    /// <exception cref="NativeCallFailedException">The declaration calls the result a failure.</exception>
    /// <exception cref="NotSupportedException">The symbol is declared nonblocking.</exception>
    public NativeValue Invoke(params ReadOnlySpan<NativeArgument> arguments)
    {
        if (_entry.DirectFunction is { } function && !FfiInstruments.AreSynchronousCallsWatched && function.TryInvokeNumber(arguments, out NativeValue value))
        {
            return value;
        }

        return InvokeCore(arguments);
    }

    /// <summary>Calls a function that returns a struct on this thread like <see cref="Invoke"/>; the result goes into a struct that is there already, so that nothing is allocated.</summary>
    /// <param name="result">A struct of the result's type; all its bytes are replaced.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="ArgumentException">The result is of another type.</exception>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    /// <exception cref="NotSupportedException">The symbol is declared nonblocking.</exception>
    public void InvokeInto(NativeStruct result, params ReadOnlySpan<NativeArgument> arguments)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_entry.DirectFunction is { } function && !FfiInstruments.AreSynchronousCallsWatched)
        {
            function.InvokeInto(result, arguments, out _);
            return;
        }

        result.CopyFrom(ThrowFailure(SynchronousCall.Run(Entry, arguments)).Value.ToStruct().ToArray());
    }

    /// <summary>Calls the function on this thread like <see cref="Invoke"/>, but gives errno too, and a declared failure in the reply instead of throwing it.</summary>
    /// <exception cref="LibraryUnavailableException">The library is not ready.</exception>
    /// <exception cref="NotSupportedException">The symbol is declared nonblocking.</exception>
    public NativeReply TryInvoke(params ReadOnlySpan<NativeArgument> arguments) => SynchronousCall.Run(Entry, arguments);

    /// <summary>Calls the function on a worker; buffers move into the call and come back with its reply.</summary>
    /// <returns>A promise, to be awaited once.</returns>
    /// <exception cref="NotSupportedException">The symbol is declared for synchronous calls only.</exception>
    /// <remarks>Awaiting throws what <see cref="NativeReply.Failure"/> would hold.</remarks>
    public ValueTask<NativeReply> CallAsync(params ReadOnlySpan<NativeArgument> arguments) => Post(arguments, throwsFailure: true);

    /// <summary>Calls the function on a worker like <see cref="CallAsync"/>, but gives a failure in the reply instead of throwing it.</summary>
    /// <returns>A promise, to be awaited once; it never faults.</returns>
    /// <exception cref="NotSupportedException">The symbol is declared for synchronous calls only.</exception>
    public ValueTask<NativeReply> TryCallAsync(params ReadOnlySpan<NativeArgument> arguments) => Post(arguments, throwsFailure: false);

    /// <summary>Hands a constructed call in; its reply is written to the channel, whatever becomes of it.</summary>
    /// <param name="call">A call of this symbol that was not handed in before. It is taken over.</param>
    /// <param name="replies">Where the reply goes; if the channel is full, the reply waits for room.</param>
    /// <exception cref="ArgumentException">The call is one of another symbol.</exception>
    /// <exception cref="InvalidOperationException">The call was handed in or disposed before.</exception>
    public void Post(NativeCall call, ChannelWriter<NativeReply> replies)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(replies);
        if (call.Symbol.Latest != Entry)
        {
            throw new ArgumentException($"The call is one of '{call.SymbolName}' of library '{call.LibraryName}' and cannot be posted to '{Name}' of '{Entry.LibraryName}'. Post it to its own symbol.", nameof(call));
        }

        Entry.DemandNonblocking();
        call.Post(new ChannelReplyTarget(replies));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Entry.LibraryName}/{Name}";

    private ValueTask<NativeReply> Post(ReadOnlySpan<NativeArgument> arguments, bool throwsFailure)
    {
        Entry.DemandNonblocking();
        NativeCall call = NativeCallPool.Rent();
        try
        {
            call.Bind(Entry, arguments);
        }
        catch
        {
            NativeCallPool.Return(call);
            throw;
        }

        return call.Post(Options, throwsFailure);
    }

    // Not inlined, because its large reply would cost the short way the clearing of a large stack frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private NativeValue InvokeCore(ReadOnlySpan<NativeArgument> arguments) =>
        Entry.DirectFunction is { } function && !FfiInstruments.AreSynchronousCallsWatched
            ? function.Invoke(arguments)
            : ThrowFailure(SynchronousCall.Run(Entry, arguments)).Value;

    private static NativeReply ThrowFailure(NativeReply reply)
    {
        if (reply.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(reply.Failure);
        }

        return reply;
    }
}
