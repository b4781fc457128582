// Safety: the address is the one the loader gave for the declared symbol, and whoever made this object keeps the
// library loaded while it can be called. A direct stub reads as many arguments as the plan has parameters, which Invoke
// has counted, and writes a frame's head; frames passed to the other stub are at least as large as the plan says.
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>A declared function of a loaded library, ready to be called.</summary>
internal sealed unsafe class NativeFunction(CallPlan plan, nint address, LibraryGeneration generation)
{
    // The unused ones of this thread; as many as calls were nested in each other on it.
    [ThreadStatic]
    private static CallArguments? _unused;

    private static readonly DirectStub _refuse = static (_, ref readonly _, head) =>
    {
        ThreadSlot.Of(head)->IsRefused = 1;
        return 0;
    };

    private readonly CallPlan _plan = plan;
    private readonly nint _address = address;
    private readonly CallStub _stub = generation.Guest is null ? plan.Stub : static (_, _) => throw new InvalidOperationException("A function of a guest process was about to be called in this one. The runtime tracked it wrongly; please report this.");
    private readonly NativeTypeKind _resultKind = plan.Declaration.Signature.Result.Kind;
    private readonly ValueTag? _wholeResult = DirectStubEmitter.GivesResult(plan.Declaration.Signature.Result.Kind) ? ValueTag.Of(plan.Declaration.Signature.Result.Kind) : null; // What fills its slot, so that the slot is the value.
    private readonly bool _capturesErrno = plan.Declaration.CapturesErrno;
    private readonly int _parameterCount = plan.Parameters.Length;
    private readonly LibraryGeneration _generation = generation;
    private readonly long _generationId = generation.Id;
    private readonly bool _isVariadic = plan.Declaration.Signature.IsVariadic && generation.Guest is null;

    // Emitted at the first call, because symbols that are only called nonblocking do without; one that refuses where frames are needed.
    private DirectStub _direct = _refuse;
    private DirectStub _directNumber = _refuse; // The same where it gives the result.
    private bool _hasDirect;

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan => _plan;

    /// <summary>The start of the library that the function belongs to.</summary>
    public LibraryGeneration Generation => _generation;

    /// <summary>Whether native code gave the function out, so that there is no symbol of its name.</summary>
    public bool IsGivenOut { get; init; }

    /// <summary>Where it lies: in this process, or in the guest of its generation.</summary>
    public nint Address => _address;

    /// <summary>Releases a copied result; null where the declaration names no such function.</summary>
    public NativeFunction? ResultRelease { get; init; }

    /// <summary>Calls a function on this thread whose arguments and result are numbers, if nothing needs to be done but that.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="value">The result.</param>
    /// <returns>False where nothing was called, and <see cref="Invoke(ReadOnlySpan{NativeArgument})"/> is to be used.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryInvokeNumber(ReadOnlySpan<NativeArgument> arguments, out NativeValue value)
    {
        ThreadSlot* slot = OwnThreadSlot.Address; // First, so that nothing is held across the call that finds it.
        bool called = TryInvokeDirect(_directNumber, slot, arguments, out long bits);
        value = called ? NativeValue.OfNumber(_wholeResult!, bits) : default;
        return called;
    }

    /// <summary>Calls the function on this thread; buffers are borrowed until it returns.</summary>
    /// <exception cref="ActorFfiException">Its library was stopped or restarted.</exception>
    public NativeValue Invoke(ReadOnlySpan<NativeArgument> arguments) => Invoke(arguments, out _);

    /// <summary>Calls the function likewise, and gives errno too.</summary>
    /// <exception cref="ActorFfiException">Its library was stopped or restarted.</exception>
    public NativeValue Invoke(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        ThreadSlot* slot = OwnThreadSlot.Address;
        if (!TryInvokeDirect(_direct, slot, arguments, out long bits))
        {
            return InvokeCore(arguments, out errno);
        }

        errno = ErrnoIn(slot->Head);
        return _wholeResult is { } tag ? NativeValue.OfNumber(tag, bits) : ReadResult(slot->Head + FrameLayout.Result);
    }

    /// <summary>Calls the function whether or not its generation has ended; whoever calls sees to it that the library stays loaded.</summary>
    public NativeValue InvokeAnyway(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        CallArguments bound = Take();
        try
        {
            bound.Bind(_plan, arguments, holder: null);
            NativeValue value = Run(bound, out errno, out Exception? failure);
            Throw(failure);
            return value;
        }
        finally
        {
            GiveBack(bound);
        }
    }

    /// <summary>Runs the function with arguments that are bound already.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="errno">The errno that the call left; 0 where the symbol does not capture it.</param>
    /// <param name="failure">What a callback threw meanwhile; null for nothing.</param>
    public NativeValue Run(CallArguments arguments, out int errno, out Exception? failure)
    {
        if (arguments.Given is { IsEmpty: false } || arguments.Callbacks is not null)
        {
            return RunGiven(arguments, out errno, out failure);
        }

        failure = RunStub(arguments);
        return ReadOutcome((byte*)arguments.Frame, arguments.Plan.Layout.LargeResult, out errno);
    }

    // What was given since the arguments were bound may be stale by now, and is not unloaded while the function has it.
    private NativeValue RunGiven(CallArguments arguments, out int errno, out Exception? failure)
    {
        try
        {
            arguments.Callbacks?.DemandCurrent();
            arguments.Given?.Use(_generation);
            failure = RunStub(arguments);
            return ReadOutcome((byte*)arguments.Frame, arguments.Plan.Layout.LargeResult, out errno);
        }
        catch (StaleHandleException stale)
        {
            failure = stale;
            errno = 0;
            return default;
        }
        finally
        {
            arguments.Given?.Release();
        }
    }

    /// <summary>As <c>Invoke</c>, for a function that returns a struct, which goes into one that is there already.</summary>
    /// <exception cref="ArgumentException">The result is of another type.</exception>
    public void InvokeInto(NativeStruct result, ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        NativeType type = _plan.Declaration.Signature.Result;
        if (!type.IsSameAs(result.Type) || !type.IsRecord)
        {
            ArgumentErrors.ThrowResult(_plan, result);
        }

        ThreadSlot* slot = OwnThreadSlot.Address;
        if (TryInvokeDirect(_direct, slot, arguments, out _))
        {
            Store(result, slot->Head, FrameLayout.Result, out errno);
        }
        else
        {
            InvokeIntoCore(result, arguments, out errno);
        }
    }

    private void InvokeIntoCore(NativeStruct result, ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        using GenerationUse use = Enter();
        CallArguments bound = Take();
        try
        {
            bound.Bind(_plan, arguments, holder: null);
            bound.Given?.Use(_generation);
            Throw(RunStub(bound));
            Store(result, (byte*)bound.Frame, bound.Plan.Layout.LargeResult, out errno);
        }
        finally
        {
            bound.Given?.Release();
            GiveBack(bound);
        }
    }

    private void Store(NativeStruct result, byte* frame, int offset, out int errno)
    {
        errno = ErrnoIn(frame);
        result.CopyFrom(new ReadOnlySpan<byte>(frame + offset, result.Type.Size));
        result.Adopt(Generation);
    }

    // What such a result says lies in memory of the library, which must not be unloaded before it is copied.
    private bool ReadsBehindResult => ResultRelease is not null || _resultKind == NativeTypeKind.CString;

    private Exception? RunStub(CallArguments arguments)
    {
        Exception? failure = null;
        if (_generation.MayCallBack || arguments.Callbacks is not null)
        {
            failure = RunInScope(arguments);
        }
        else
        {
            StubFor(arguments)(_address, arguments.Frame);
        }

        if (arguments.Structs is { Count: > 0 } structs)
        {
            structs.ForEach(lent => lent.Adopt(Generation));
        }

        return failure;
    }

    // The arguments of a variadic function bring the stub of their own types.
    private CallStub StubFor(CallArguments arguments) => _isVariadic ? arguments.Plan.Stub : _stub;

    private Exception? RunInScope(CallArguments arguments)
    {
        NativeCallScope scope = NativeCallScope.Enter(this);
        BoundCallbacks? callbacks = arguments.Callbacks;
        callbacks?.Attach(scope, _generation);
        Exception? failure;
        try
        {
            StubFor(arguments)(_address, arguments.Frame);
        }
        finally
        {
            callbacks?.Detach(scope);
            failure = scope.Exit();
        }

        return failure;
    }

    // The short way, for a thread that uses no library yet: the use is published before the look at the generation, so that
    // whoever ends that sees this call, or this call sees the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryInvokeDirect(DirectStub direct, ThreadSlot* slot, ReadOnlySpan<NativeArgument> arguments, out long bits)
    {
        if (arguments.Length != _parameterCount || slot == null || slot->User != ThreadSlot.Nobody)
        {
            bits = 0;
            return false;
        }

        Volatile.Write(ref slot->User, _generationId);
        if (!_generation.IsPlain)
        {
            Leave(slot);
            bits = 0;
            return false;
        }

        bits = direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)slot->Head);
        Leave(slot);
        if (slot->IsRefused == 0)
        {
            return true;
        }

        slot->IsRefused = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(ThreadSlot* slot)
    {
        Volatile.Write(ref slot->User, ThreadSlot.Nobody);
        if (_generation.HasEnded)
        {
            _generation.NoteLeft();
        }
    }

    private NativeValue InvokeCore(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        using GenerationUse use = Enter();
        return InvokeAnyway(arguments, out errno);
    }

    private GenerationUse Enter() => GenerationUse.TryEnter(_generation, out GenerationUse use) ? use : throw Ended();

    private Exception Ended() => IsGivenOut || _generation.Calls is not { } calls
        ? new StaleHandleException(nameof(ForeignFunction), _generation)
        : calls.Unavailable();

    private static void Throw(Exception? failure)
    {
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private CallArguments Take()
    {
        if (!_hasDirect)
        {
            _direct = (ReadsBehindResult || _generation.Guest is not null ? null : DirectStubEmitter.StubFor(_plan)) ?? _refuse;
            _directNumber = _wholeResult is null ? _refuse : _direct;
            _hasDirect = true;
        }

        CallArguments bound = _unused ?? new CallArguments();
        _unused = bound.NextUnused; // A callback of this call may make a call of its own.
        return bound;
    }

    private static void GiveBack(CallArguments bound)
    {
        bound.Release();
        bound.NextUnused = _unused;
        _unused = bound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeValue ReadOutcome(byte* head, int result, out int errno)
    {
        errno = ErrnoIn(head);
        return ReadValue(head, result);
    }

    private int ErrnoIn(byte* head) => _capturesErrno ? *(int*)(head + FrameLayout.Errno) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeValue ReadValue(byte* head, int result) => _wholeResult is { } tag
        ? NativeValue.OfNumber(tag, *(long*)(head + FrameLayout.Result))
        : ReadResult(head + result);

    private NativeValue ReadResult(byte* address)
    {
        if (ResultRelease is null || _resultKind is not (NativeTypeKind.Pointer or NativeTypeKind.CString))
        {
            return ResultReader.Read(_plan.Declaration.Signature.Result, address, Generation);
        }

        nint result = *(nint*)address;
        if (result == 0)
        {
            return NativeValue.OfText(null); // Not every release function takes null.
        }

        try
        {
            return NativeValue.OfText(ResultReader.Text(result));
        }
        finally
        {
            if (result != 0)
            {
                ResultRelease.Release(result);
            }
        }
    }

    // The release function takes the pointer as its only argument.
    [SkipLocalsInit]
    private void Release(nint pointer)
    {
        FrameOfOne frame;
        *(nint*)((byte*)&frame + FrameLayout.Arguments) = pointer;
        _stub(_address, (nint)(&frame));
    }

    [StructLayout(LayoutKind.Sequential, Size = FrameLayout.Arguments + FrameLayout.SlotSize)]
    private readonly struct FrameOfOne;
}
