using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>One native call of a thread, for as long as callbacks may come out of it.</summary>
/// <remarks>Scopes of a thread are reused. Threads: everything belongs to its thread, but for failures.</remarks>
internal sealed class NativeCallScope
{
    // The innermost scope of this thread; its first one stands for being inside no call.
    [ThreadStatic]
    private static NativeCallScope? _innermost;

    private NativeCallScope? _inner;
    private CallbackTarget? _callback; // Of a handler that runs on another thread than it was called on.
    private int _handler; // Of one that runs in place: the slot of its trampoline and one, since a number costs less to write than a reference; 0 for none.
    private Exception? _failure; // Exchanged by interlocked operations, because callbacks may fail on other threads.

    private NativeCallScope(NativeCallScope? outer)
    {
        Outer = outer;
    }

    /// <summary>The innermost scope, one that stands for no call included; null on a thread that never had any.</summary>
    public static NativeCallScope? Innermost => _innermost;

    /// <summary>The function that is called; null in a scope that stands for no call.</summary>
    public NativeFunction? Function { get; private set; }

    /// <summary>The start of the library that is called; of a scope that stands for a call only.</summary>
    public LibraryGeneration Generation => Function!.Generation;

    /// <summary>The call around this one, on this thread or on the one that waits for it.</summary>
    public NativeCallScope? Outer { get; }

    /// <summary>What is held until the scope ends, and must not be waited for within it; null for nothing but what the function itself implies.</summary>
    public object? Held { get; private set; }

    /// <summary>The callback whose handler runs here for a thread of native code's own, which is inside no call; null for none.</summary>
    public CallbackTarget? Callback => _handler > 0 ? TrampolinePool.TargetOf(_handler - 1) : _callback;

    /// <summary>Whether this code runs within a call, or is the handler of a callback.</summary>
    public bool IsWithinCall => Function is not null || Outer is not null || Callback is not null;

    /// <summary>Who runs calls on the thread, in its first scope; null for nobody in particular.</summary>
    public object? Owner { get; private set; }

    /// <summary>Notes who runs calls on this thread, which is inside none.</summary>
    public static void Own(object? owner) => (_innermost ?? BeginThread()).Owner = owner;

    /// <summary>Makes the first scope of this thread, which stands for no call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static NativeCallScope BeginThread() => _innermost = new NativeCallScope(null);

    /// <summary>Notes that the scope's thread, which is inside no call, runs the handler of a callback.</summary>
    /// <returns>What <see cref="EndHandler"/> takes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BeginHandler(int slot)
    {
        int previous = _handler;
        _handler = slot + 1;
        return previous;
    }

    /// <summary>Ends what <see cref="BeginHandler"/> began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndHandler(int previous) => _handler = previous;

    /// <summary>Begins a call on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeCallScope Enter(NativeFunction function)
    {
        NativeCallScope scope = EnterAny();
        scope.Function = function;
        return scope;
    }

    /// <summary>Notes what this thread holds while it makes a call, which has a scope of its own within this one.</summary>
    public static NativeCallScope Hold(object held)
    {
        NativeCallScope scope = EnterAny();
        scope.Held = held;
        return scope;
    }

    /// <summary>A scope for a call that a guest runs.</summary>
    /// <param name="function">The function.</param>
    /// <param name="outer">The scope of the thread that waits for it; null where none does.</param>
    /// <param name="held">What is held as long as it runs.</param>
    public static NativeCallScope ForGuest(NativeFunction function, NativeCallScope? outer = null, object? held = null) => new(outer) { Function = function, Held = held };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NativeCallScope EnterAny()
    {
        NativeCallScope outer = _innermost ?? BeginThread();
        return _innermost = outer._inner ??= new NativeCallScope(outer);
    }

    /// <summary>Makes this thread work for a call that waits on another one, until the previous scope is restored.</summary>
    /// <returns>What <see cref="Restore"/> takes.</returns>
    /// <param name="waiting">The call; null for none.</param>
    /// <param name="callback">The callback whose handler this thread runs for a thread of native code's own; null for none.</param>
    public static NativeCallScope? Adopt(NativeCallScope? waiting, CallbackTarget? callback = null)
    {
        NativeCallScope? previous = _innermost;
        _innermost = new NativeCallScope(waiting) { _callback = callback };
        return previous;
    }

    /// <summary>Ends what <see cref="Adopt"/> began.</summary>
    public static void Restore(NativeCallScope? previous) => _innermost = previous;

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void LetGo()
    {
        _innermost = Outer;
        Held = null;
    }

    /// <summary>Ends the call.</summary>
    /// <returns>What a callback threw meanwhile; null for nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Exception? Exit()
    {
        _innermost = Outer;
        Function = null;
        return _failure is null ? null : Interlocked.Exchange(ref _failure, null);
    }

    /// <summary>What a callback threw meanwhile; null for nothing.</summary>
    public Exception? TakeFailure() => Interlocked.Exchange(ref _failure, null);

    /// <summary>Makes an exception the failure of the call; the first one counts.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, null);
}
