using System.Diagnostics;

namespace ActorFfi;

/// <summary>One nonblocking call as a message: a symbol, its arguments, and the buffers that move with them.</summary>
/// <remarks>
/// Ownership: buffers are detached from their handles when the call is constructed, and come back with its reply. A call that is
/// disposed instead of posted, refused, or lost on its way to an actor gives them back too.
/// Failure: wrong arguments raise an <see cref="ArgumentException"/> here, and nothing is taken.
/// Threads: hand a call in once, from any thread.
/// </remarks>
public sealed partial class NativeCall : ICallIdentity, IDisposable
{
    // A call's memory travels from the caller's core to the worker's and back, hence what few calls need lies elsewhere,
    // what is the same for nearly every call comes first and is not written again, and what is written lies together.
    private readonly Promise _promise;
    private readonly CallArguments _arguments = new();
    private CallDetails? _details; // Created when it is first needed, and kept.
    private ReplyTarget? _target; // A pooled call's own promise, and left there.
    private CallOptions _options = CallOptions.Default;
    private object? _buffers; // Of the reply, which is written by whoever answers the call before it is delivered.
    private Exception? _failure; // Likewise, and the next two.
    private NativeValue _value;
    private int _errno;
    private bool _isWatched; // Whether somebody listened when the call was handed in.
    private bool _throwsFailure; // Whether awaiting the promise does.
    private SymbolEntry? _symbol;
    private Action<object?>? _continuation; // The code that awaits the promise.
    private object? _continuationState;
    private CallWord _word;

    /// <summary>Binds a call; its buffers are detached from now on.</summary>
    /// <param name="symbol">The function to call.</param>
    /// <param name="arguments">Its arguments, in order.</param>
    /// <exception cref="ArgumentException">An argument does not fit the declaration.</exception>
    /// <exception cref="BufferStateException">A buffer is not there to be moved.</exception>
    public NativeCall(SymbolRef symbol, params ReadOnlySpan<NativeArgument> arguments)
        : this()
    {
        ArgumentNullException.ThrowIfNull(symbol);
        Bind(symbol.Entry, arguments);
        Options = symbol.Options;
        WatchHandler();
    }

    internal NativeCall()
    {
        _promise = new Promise(this);
    }

    /// <summary>The name of the library.</summary>
    public string LibraryName => _symbol?.LibraryName ?? "";

    /// <summary>The name of the symbol.</summary>
    public string SymbolName => _symbol?.Name ?? "";

    /// <summary>The symbol that is called.</summary>
    internal SymbolEntry Symbol => _symbol ?? throw new ObjectDisposedException(nameof(NativeCall));

    /// <summary>The same for whoever meets a call that others may answer meanwhile; null for one that was returned.</summary>
    internal SymbolEntry? Callee => Volatile.Read(ref _symbol);

    /// <summary>The frame and the buffers.</summary>
    internal CallArguments Arguments => _arguments;

    /// <summary>The settings of this call.</summary>
    internal CallOptions Options
    {
        get => _options;
        private set
        {
            if (!ReferenceEquals(_options, value))
            {
                _options = value;
            }
        }
    }

    /// <summary>Where the call is on its way.</summary>
    internal CallState State => _word.State;

    /// <summary>Whether the call has nothing that few calls have.</summary>
    internal bool IsPlain => _details is null;

    /// <summary>The calls that run right after this one, on the same worker; null where there are none.</summary>
    internal NativeCall[]? Followers
    {
        get => _details?.Followers;
        set => Details.Followers = value;
    }

    /// <summary>The batch that the call is one of; null for none.</summary>
    internal CallBatch? Batch => _details?.Batch;

    /// <summary>The reply of an answered call. Of an abandoned one the worker may write the value at any time, which is for nobody.</summary>
    internal NativeReply Reply => State == CallState.Abandoned
        ? new(default, 0, _failure, _buffers, _details?.Queued ?? 0, _details?.Ran ?? 0)
        : new(_value, _errno, _failure, _buffers, _details?.Queued ?? 0, _details?.Ran ?? 0);

    /// <summary>Whether the reply has neither failure nor times.</summary>
    internal bool IsReplyPlain => _failure is null && (_details is null or { Queued: 0, Ran: 0 });

    /// <summary>Gives a pooled call back and gives its plain reply, which is put together last, since who copies it soon after would wait for its parts.</summary>
    internal NativeReply TakePlainReply()
    {
        NativeValue value = _value;
        int errno = _errno;
        object? buffers = _buffers;
        NativeCallPool.Return(this);
        return new NativeReply(value, errno, failure: null, buffers, queued: 0, ran: 0);
    }

    /// <summary>Whether awaiting the promise throws the failure.</summary>
    internal bool ThrowsFailure => _throwsFailure;

    /// <summary>The failure of an answered call; null where it succeeded.</summary>
    internal Exception? Failure => _failure;

    /// <summary>Which use of a pooled call this is.</summary>
    internal long Use => _word.Use;

    /// <summary>The list that the call stands in, null for none; guarded by the lock of the queue's mailbox.</summary>
    internal CallList? List { get; set; }

    /// <summary>Where in the list; likewise.</summary>
    internal int Place { get; set; }

    /// <summary>When the call was accepted, counted in calls of its queue group; guarded by the lock of the mailbox, like the two below.</summary>
    internal long Order { get; set; }

    /// <summary>How many bytes the call's buffers count in the queue; 0 where nobody limits them.</summary>
    internal long Bytes
    {
        get => _details?.Bytes ?? 0;
        set => Details.Bytes = value;
    }

    /// <summary>The line of calls with the same key; null where the symbol has no key.</summary>
    internal KeyLine? Line
    {
        get => _details?.Line;
        set => Details.Line = value;
    }

    /// <summary>When the call was handed in, as a timestamp of <see cref="Stopwatch"/>; 0 where nobody wants its times measured.</summary>
    internal long PostedAt => _details?.PostedAt ?? 0;

    /// <summary>When native code began, likewise; 0 before that.</summary>
    internal long StartedAt
    {
        get => _details?.StartedAt ?? 0;
        set => Details.StartedAt = value;
    }

    private CallDetails Details => _details ??= new CallDetails();

    /// <summary>Gives the buffers back if the call was never handed in; does nothing otherwise.</summary>
    public void Dispose()
    {
        if (_word.TryMove(CallState.New, CallState.Withdrawn))
        {
            Arguments.Release();
        }
    }

    internal void Bind(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        _symbol = symbol;
        Arguments.Bind(symbol.Plan, arguments, holder: this);
    }

    /// <summary>Hands the call in and gives the promise of its reply.</summary>
    internal ValueTask<NativeReply> Post(CallOptions options, bool throwsFailure)
    {
        short token = _word.Token;
        _throwsFailure = throwsFailure;
        Options = options;
        _word.Set(CallState.Queued); // Fresh from the pool: nobody else has it.
        Accept(_promise);
        return new ValueTask<NativeReply>(_promise, token); // Made last: a struct that is made first and copied later makes the processor wait.
    }

    /// <summary>Hands the call in; its reply goes to the target, whatever happens.</summary>
    internal void Post(ReplyTarget target)
    {
        DemandNew();
        WatchHandler();
        Accept(target);
    }

    private void Accept(ReplyTarget target)
    {
        Watch(target);
        if (Symbol.HasTimeout || Options.Timeout is not null)
        {
            WatchDeadline();
        }

        CancellationToken token = Options.CancellationToken;
        if (token.CanBeCanceled)
        {
            PostCancellable(token);
        }
        else
        {
            Symbol.Mailbox.Post(this);
        }
    }

    /// <summary>Makes a call one that is being handed in; its reply goes to the target.</summary>
    /// <param name="target">Where the reply goes.</param>
    /// <param name="batch">The batch that the call becomes one of; null where it is alone.</param>
    internal void Prepare(ReplyTarget target, CallBatch? batch)
    {
        DemandNew();
        Watch(target);
        if (batch is not null)
        {
            Details.Batch = batch;
        }
    }

    /// <summary>Watches the deadline and the cancellation of a prepared call, which may be answered at once.</summary>
    internal void Enlist()
    {
        if (Symbol.HasTimeout || Options.Timeout is not null)
        {
            WatchDeadline();
        }

        if (Options.CancellationToken is { CanBeCanceled: true } token)
        {
            CancellationTokenRegistration registration = token.UnsafeRegister(static state => ((NativeCall)state!).Cancel(), this);
            Details.Cancellation = registration;
            if (State is not (CallState.Queued or CallState.Running))
            {
                registration.Unregister(); // It was answered before this could be seen.
            }
        }
    }

    /// <summary>Takes a prepared call back that nobody has seen; it gives its buffers back.</summary>
    internal void Retract()
    {
        if (_word.TryMove(CallState.Queued, CallState.Withdrawn))
        {
            Arguments.Release();
        }
    }

    /// <summary>Lets go of the token of an answered call.</summary>
    internal void ForgetCancellation()
    {
        if (Options.CancellationToken.CanBeCanceled)
        {
            Details.Cancellation.Unregister();
        }
    }

    private void DemandNew()
    {
        if (!_word.TryMove(CallState.New, CallState.Queued))
        {
            throw new InvalidOperationException("This call was handed in or disposed before. Construct a new NativeCall for each execution.");
        }
    }

    private void Watch(ReplyTarget target)
    {
        if (_target != target)
        {
            _target = target;
        }

        Attempts = 0;
        _isWatched = FfiInstruments.AreWatched;
        if (_isWatched || Symbol.MeasuresTime || Options.Timings)
        {
            Details.PostedAt = Stopwatch.GetTimestamp();
        }

        if (_isWatched)
        {
            Details.Activity = CallTelemetry.Begin(Symbol);
        }
    }

    /// <summary>Answers a call that never came to its queue; does nothing if it was handed in or disposed.</summary>
    internal void Refuse(ReplyTarget target, Exception reason)
    {
        if (_word.TryMove(CallState.New, CallState.Queued))
        {
            _target = target;
            Withdraw(reason);
        }
    }

    /// <summary>Makes a pooled call ready for its next use.</summary>
    /// <returns>False where native code still has the frame, so that the call cannot be used again.</returns>
    internal bool TryReset()
    {
        // Waits for a cancellation that is just being delivered, so that it cannot reach the next user of this call.
        if (Options.CancellationToken.CanBeCanceled)
        {
            Details.Cancellation.Dispose();
            Details.Cancellation = default;
        }

        if (State == CallState.Abandoned)
        {
            _word.Renew(CallState.Abandoned);
            return false;
        }

        _symbol = null;
        _value = default;
        _errno = 0;
        if (_failure is not null || _buffers is not null)
        {
            _failure = null;
            _buffers = null;
        }

        Guest = null;
        _details?.Clear();
        Options = CallOptions.Default;
        Arguments.ReclaimFrame();
        _word.Renew(CallState.New);
        return true;
    }

    private void PostCancellable(CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            Withdraw(new OperationCanceledException(token));
            return;
        }

        Details.Cancellation = token.UnsafeRegister(static state => ((NativeCall)state!).Cancel(), this);
        Symbol.Mailbox.Post(this);
        if (token.IsCancellationRequested)
        {
            Cancel(); // It may have been cancelled before there was anything in the queue to withdraw.
        }
    }

    private void Cancel() => Cancel(Symbol, Use, Options.CancellationToken);
}
