namespace ActorFfi;

/// <summary>A managed function that native code may keep and call until it is disposed.</summary>
/// <remarks>
/// <para>Ownership: it is kept until <see cref="Dispose"/>, whether or not anything managed refers to it. Native code that calls it
/// later gets the fallback, and <see cref="CallbackReports"/> says so.</para>
/// <para>Threads: it runs on a thread that is inside a call of this process's libraries; <see cref="CallbackOptions.ThreadSafe"/>
/// and <see cref="CallbackOptions.Place"/> widen that.</para>
/// <para>Failure: what a handler throws never crosses native frames. Native code gets the fallback, and the exception becomes the
/// failure of the call that caused it, or is reported where none is running.</para>
/// </remarks>
public sealed class StoredCallback : IDisposable
{
    private readonly int _slot;
    private readonly nint _address;

    private StoredCallback(CallbackTarget target, bool endsWithCall)
    {
        Target = target;
        EndsWithCall = endsWithCall;
        (_slot, _address) = TrampolinePool.Rent(target);
    }

    /// <summary>The name in messages and reports.</summary>
    public string Name => Target.Name;

    /// <summary>What native code passes and expects.</summary>
    public NativeSignature Signature => Target.Layout.Signature;

    /// <summary>Whether it is disposed.</summary>
    public bool IsDisposed => Target.HasEnded;

    /// <summary>Whether the call that it is passed to disposes it.</summary>
    internal bool EndsWithCall { get; }

    /// <summary>What the trampoline leads to.</summary>
    internal CallbackTarget Target { get; }

    /// <summary>Makes a callback of a handler over values.</summary>
    /// <param name="signature">A C function or function pointer: <c>int (*)(const void *a, const void *b)</c>, <c>int32_t changed(void *state, int32_t value)</c>.</param>
    /// <param name="handler">What it runs.</param>
    /// <param name="options">How it is served; null for the defaults.</param>
    /// <exception cref="DeclarationException">The signature cannot be read.</exception>
    /// <exception cref="ArgumentException">Handler, fallback or options do not fit the signature.</exception>
    public static StoredCallback Create(string signature, CallbackHandler handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, owner: null);

    /// <inheritdoc cref="Create(string, CallbackHandler, CallbackOptions?)"/>
    public static StoredCallback Create(string signature, CallbackAction handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, owner: null);

    /// <summary>Makes a callback of a typed delegate, whose types are those of the signature: <see cref="int"/> for <c>int</c>, <see cref="ForeignPointer"/> for a pointer, <see cref="string"/> for <c>const char *</c>.</summary>
    /// <inheritdoc cref="Create(string, CallbackHandler, CallbackOptions?)"/>
    public static StoredCallback Create(string signature, Delegate handler, CallbackOptions? options = null) =>
        CallbackFactory.Create(signature, handler, options, owner: null);

    /// <summary>Makes a callback of a signature that was read before.</summary>
    /// <param name="signature">What native code passes and expects.</param>
    /// <param name="handler">What it runs: a <see cref="CallbackHandler"/>, a <see cref="CallbackAction"/> or a typed delegate.</param>
    /// <param name="options">How it is served; null for the defaults.</param>
    /// <exception cref="ArgumentException">Handler, fallback or options do not fit the signature.</exception>
    public static StoredCallback Create(NativeSignature signature, Delegate handler, CallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return CallbackFactory.Create(signature, "callback", handler, options, owner: null);
    }

    /// <summary>Ends the callback; again does nothing. A handler that is running goes on to its end.</summary>
    public void Dispose()
    {
        if (Target.End())
        {
            TrampolinePool.Return(_slot);
        }
    }

    /// <summary>Names the callback, never the address.</summary>
    public override string ToString() => $"{nameof(StoredCallback)}({Name})";

    /// <summary>The address to be put into memory, where any library may find it; 0 for null.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal static nint AddressToKeep(StoredCallback? callback)
    {
        if (callback is null)
        {
            return 0;
        }

        nint address = callback.DemandAddress();
        LibraryGeneration.LetAllCallBack();
        callback.Target.Hold(GenerationHolds.OfAll);
        callback.Target.LetEverywhere();
        return address;
    }

    internal static StoredCallback Of(CallbackTarget target, bool endsWithCall) => new(target, endsWithCall);

    /// <summary>The address for native code.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal nint DemandAddress()
    {
        if (Target.HasEnded)
        {
            throw new ObjectDisposedException(Name, $"Callback '{Name}' is disposed and cannot be passed to native code. Create a new one.");
        }

        DemandCurrent();
        return _address;
    }

    /// <summary>Does nothing where the library that it belongs to is still the same start.</summary>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal void DemandCurrent()
    {
        if (Target.Owner is { HasEnded: true } ended)
        {
            throw new StaleHandleException($"callback '{Name}'", ended);
        }
    }
}
