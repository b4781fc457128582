// Safety: the frame is one that a trampoline has spilled and that lives until Run returns, with the layout of the
// target's signature, for which the trampoline was handed out.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>What a trampoline leads to: the handler while the callback is alive, and what to say when it no longer is.</summary>
/// <remarks>Threads: any, many at once.</remarks>
internal sealed unsafe class CallbackTarget(string name, CallbackLayout layout, CallbackOptions options, FrameHandler handler, long fallback, NativeStruct? structFallback)
{
    private static readonly LibraryGeneration _unbound = new("(none)", 0);

    private readonly Lock _gate = new();
    private readonly List<(NativeCallScope Scope, long Number)> _calls = []; // Guarded by _gate: the running calls that it was passed to.
    private long _timesGiven; // Guarded by _gate.
    private readonly HashSet<GenerationHolds> _holds = []; // Guarded by _gate: what stays loaded as long as the callback lives.
    private readonly bool _isInPlace = options.Place == CallbackPlace.Caller;
    private readonly bool _isThreadSafe = options.ThreadSafe;
    private volatile FrameHandler? _handler = handler;

    // The handler again, where nothing but the thread decides whether it runs at once; null for a callback of one start of a library.
    private volatile FrameHandler? _inPlace = options.Place == CallbackPlace.Caller ? handler : null;
    private volatile GuestProcess[] _guests = []; // Replaced whole, under _gate.
    private volatile bool _isEverywhere;
    private volatile LibraryGeneration _generation = _unbound;

    /// <summary>The name for messages.</summary>
    public string Name { get; } = name;

    /// <summary>The signature and where things lie.</summary>
    public CallbackLayout Layout { get; } = layout;

    /// <summary>How it is served.</summary>
    public CallbackOptions Options { get; } = options;

    /// <summary>The start of the library that it belongs to; null for a callback of no library.</summary>
    public LibraryGeneration? Owner
    {
        get;
        init
        {
            field = value;
            _inPlace = value is null ? _inPlace : null;
        }
    }

    /// <summary>What pointers among its arguments belong to where it runs inside no call: the library that it was last passed to.</summary>
    public LibraryGeneration Generation => _generation;

    /// <summary>Whether the callback is disposed.</summary>
    public bool HasEnded => _handler is null;

    /// <summary>Lets go of the handler; false where that was done before.</summary>
    public bool End()
    {
        lock (_gate)
        {
            bool ended = _handler is not null;
            _handler = null;
            _inPlace = null;
            foreach (GenerationHolds hold in _holds)
            {
                hold.RemoveCallback();
            }

            _holds.Clear();
            return ended;
        }
    }

    /// <summary>Keeps a library loaded that may call from threads of its own, as long as the callback lives.</summary>
    public void Hold(GenerationHolds library)
    {
        lock (_gate)
        {
            if (_isThreadSafe && _handler is not null && _holds.Add(library))
            {
                library.AddCallback();
            }
        }
    }

    /// <summary>Notes that a guest gets the callback.</summary>
    public void LetInto(GuestProcess guest)
    {
        if (Array.IndexOf(_guests, guest) < 0)
        {
            lock (_gate)
            {
                _guests = [.. _guests.Where(other => !other.HasEnded), guest];
            }
        }
    }

    /// <summary>Notes that the callback is put where any library may find it.</summary>
    public void LetEverywhere() => _isEverywhere = true;

    /// <summary>Whether a guest may know of the callback.</summary>
    public bool MayBeCalledBy(GuestProcess guest) => _isEverywhere || Array.IndexOf(_guests, guest) >= 0;

    /// <summary>Notes that a call which it was passed to begins.</summary>
    public void Attach(NativeCallScope call, LibraryGeneration generation)
    {
        _generation = generation;
        Attach(call);
    }

    /// <summary>The same for a call that a guest runs, whose pointers say by themselves what they belong to.</summary>
    public void Attach(NativeCallScope call)
    {
        lock (_gate)
        {
            _calls.Add((call, ++_timesGiven));
        }
    }

    /// <summary>Notes that native code has returned from such a call.</summary>
    public void Detach(NativeCallScope call)
    {
        lock (_gate)
        {
            int index = _calls.Count - 1;
            while (index >= 0 && _calls[index].Scope != call)
            {
                index--;
            }

            if (index >= 0)
            {
                _calls.RemoveAt(index);
            }
        }
    }

    /// <summary>The running calls that it was passed to, the last one first.</summary>
    public GivenCall[] GivenCalls()
    {
        lock (_gate)
        {
            GivenCall[] calls = [.. _calls.Select(call => new GivenCall(this, call.Scope, call.Number))];
            Array.Reverse(calls);
            return calls;
        }
    }

    /// <summary>Whether a call that it was passed to still runs.</summary>
    public bool IsStillGivenTo(in GivenCall call)
    {
        lock (_gate)
        {
            return _calls.Contains((call.Scope, call.Number));
        }
    }

    /// <summary>The handler where it runs at once and on this thread, without further questions; otherwise null.</summary>
    /// <param name="isInsideCall">Whether this thread is inside a call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FrameHandler? HandlerInPlace(bool isInsideCall) =>
        isInsideCall || _isThreadSafe ? _inPlace : null;

    /// <summary>Makes an exception the failure of the call that caused it, or reports it where none is running.</summary>
    public void Fail(NativeCallScope? call, Exception exception)
    {
        if (call is not null)
        {
            call.Fail(exception);
        }
        else
        {
            FailPassedTo(exception);
        }

        CallbackRefusal.Failed(this, call, exception);
    }

    /// <summary>Counts a handler that has answered native code, where somebody listens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NoteSuccess(NativeCallScope? call)
    {
        if (CallbackInstruments.AreWatched)
        {
            CallbackInstruments.Succeed(this, call);
        }
    }

    /// <summary>Gives native code the declared fallback.</summary>
    public void WriteFallback(nint frame)
    {
        if (Layout.Signature.Result.IsRecord)
        {
            CallbackStructs.Store(Layout, structFallback, frame);
        }
        else if (Layout.HasResult)
        {
            CallbackValues.StoreBits(Layout, fallback, frame);
        }
    }

    /// <summary>The start of the library that it belongs to, or that it was last passed to; null where it never was.</summary>
    public LibraryGeneration? Library => Owner ?? (_generation == _unbound ? null : _generation);

    /// <summary>Runs the handler where it is declared to run, or writes the fallback and says why.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="call">The call that the native thread is inside of; null for none.</param>
    /// <param name="guest">What pointers belong to where native code runs in a guest; null in this process.</param>
    public void Run(nint frame, NativeCallScope? call, LibraryGeneration? guest = null)
    {
        FrameHandler? handler = _handler;
        if (handler is null)
        {
            WriteFallback(frame);
            CallbackRefusal.Disposed(this, call);
        }
        else if (Owner is { HasEnded: true })
        {
            WriteFallback(frame);
            CallbackRefusal.Stale(this, call);
        }
        else if (call is null && !_isThreadSafe)
        {
            WriteFallback(frame);
            CallbackRefusal.ForeignThread(this, call);
        }
        else
        {
            RunWhereDeclared(handler, frame, call, guest);
        }
    }

    private void RunWhereDeclared(FrameHandler handler, nint frame, NativeCallScope? call, LibraryGeneration? guest)
    {
        LibraryGeneration generation = guest ?? Owner ?? call?.Generation ?? _generation;
        if (_isInPlace)
        {
            handler(frame, generation);
            NoteSuccess(call);
        }
        else
        {
            new PoolHandOver(this, handler, generation, frame, call).Run(frame);
        }
    }

    private void FailPassedTo(Exception exception)
    {
        lock (_gate)
        {
            if (_calls.Count > 0)
            {
                _calls[^1].Scope.Fail(exception);
            }
        }
    }
}
