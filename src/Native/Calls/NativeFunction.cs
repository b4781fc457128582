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

    private readonly CallPlan _plan = plan;
    private readonly nint _address = address;
    private readonly CallStub _stub = generation.Guest is null ? plan.Stub : static (_, _) => throw new InvalidOperationException("A function of a guest process was about to be called in this one. The runtime tracked it wrongly; please report this.");
    private readonly NativeTypeKind _resultKind = plan.Declaration.Signature.Result.Kind;
    private readonly ValueTag? _wholeResult = WholeResultOf(plan.Declaration.Signature.Result.Kind);
    private readonly bool _capturesErrno = plan.Declaration.CapturesErrno;
    private readonly int _parameterCount = plan.Parameters.Length;
    private readonly LibraryGeneration _generation = generation;
    private readonly bool _isVariadic = plan.Declaration.Signature.IsVariadic && generation.Guest is null;

    // Emitted at the first call, because symbols that are only called nonblocking do without; null where frames are needed.
    private DirectStub? _direct;

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan => _plan;

    /// <summary>The start of the library that the function belongs to.</summary>
    public LibraryGeneration Generation => _generation;

    /// <summary>Where it lies: in this process, or in the guest of its generation.</summary>
    public nint Address => _address;

    /// <summary>Releases a copied result; null where the declaration names no such function.</summary>
    public NativeFunction? ResultRelease { get; init; }

    /// <summary>Calls the function on this thread; buffers are borrowed until it returns.</summary>
    [SkipLocalsInit]
    public NativeValue Invoke(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        FrameHead head;
        if (_generation.MayCallBack)
        {
            return InvokeInScope(arguments, out errno);
        }

        if (_direct is { } direct
            && arguments.Length == _parameterCount
            && direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)(&head)))
        {
            return ReadOutcome((byte*)&head, FrameLayout.Result, out errno);
        }

        return InvokeCore(arguments, out errno);
    }

    /// <summary>Calls the function likewise, for callers that do not look at errno.</summary>
    [SkipLocalsInit]
    public NativeValue Invoke(ReadOnlySpan<NativeArgument> arguments)
    {
        FrameHead head;
        if (_direct is { } direct
            && arguments.Length == _parameterCount
            && direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)(&head)))
        {
            return ReadValue((byte*)&head, FrameLayout.Result);
        }

        return InvokeCore(arguments, out _);
    }

    /// <summary>Runs the function with arguments that are bound already.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="errno">The errno that the call left; 0 where the symbol does not capture it.</param>
    /// <param name="failure">What a callback threw meanwhile; null for nothing.</param>
    public NativeValue Run(CallArguments arguments, out int errno, out Exception? failure)
    {
        failure = RunStub(arguments);
        return ReadOutcome((byte*)arguments.Frame, arguments.Plan.Layout.LargeResult, out errno);
    }

    /// <summary>As <c>Invoke</c>, for a function that returns a struct, which goes into one that is there already.</summary>
    /// <exception cref="ArgumentException">The result is of another type.</exception>
    [SkipLocalsInit]
    public void InvokeInto(NativeStruct result, ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        NativeType type = _plan.Declaration.Signature.Result;
        if (!type.IsSameAs(result.Type) || !type.IsRecord)
        {
            ArgumentErrors.ThrowResult(_plan, result);
        }

        FrameHead head;
        if (!_generation.MayCallBack
            && _direct is { } direct
            && arguments.Length == _parameterCount
            && direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)(&head)))
        {
            Store(result, (byte*)&head, FrameLayout.Result, out errno);
            return;
        }

        InvokeIntoCore(result, arguments, out errno);
    }

    private void InvokeIntoCore(NativeStruct result, ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        CallArguments bound = Take();
        try
        {
            bound.Bind(_plan, arguments, holder: null);
            Throw(RunStub(bound));
            Store(result, (byte*)bound.Frame, bound.Plan.Layout.LargeResult, out errno);
        }
        finally
        {
            GiveBack(bound);
        }
    }

    private void Store(NativeStruct result, byte* frame, int offset, out int errno)
    {
        errno = _capturesErrno ? *(int*)(frame + FrameLayout.Errno) : 0;
        result.CopyFrom(new ReadOnlySpan<byte>(frame + offset, result.Type.Size));
        result.Adopt(Generation);
    }

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

    [SkipLocalsInit]
    private NativeValue InvokeInScope(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        if (_direct is not { } direct || arguments.Length != _parameterCount)
        {
            return InvokeCore(arguments, out errno);
        }

        FrameHead head;
        NativeCallScope scope = NativeCallScope.Enter(this);
        bool called = direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)(&head));
        Throw(scope.Exit());
        return called ? ReadOutcome((byte*)&head, FrameLayout.Result, out errno) : InvokeCore(arguments, out errno);
    }

    private NativeValue InvokeCore(ReadOnlySpan<NativeArgument> arguments, out int errno)
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

    private static void Throw(Exception? failure)
    {
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private CallArguments Take()
    {
        _direct ??= _generation.Guest is null ? DirectStubEmitter.StubFor(_plan) : null;
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
        errno = _capturesErrno ? *(int*)(head + FrameLayout.Errno) : 0;
        return ReadValue(head, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeValue ReadValue(byte* head, int result) => _wholeResult is { } tag
        ? NativeValue.OfNumber(tag, *(long*)(head + FrameLayout.Result))
        : ReadResult(head + result);

    // What fills its slot, so that the slot is the value.
    private static ValueTag? WholeResultOf(NativeTypeKind kind) =>
        kind is (>= NativeTypeKind.Bool and <= NativeTypeKind.I64) or NativeTypeKind.F64 ? ValueTag.Of(kind) : null;

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

    [StructLayout(LayoutKind.Sequential, Size = FrameLayout.Arguments)]
    private readonly struct FrameHead;

    [StructLayout(LayoutKind.Sequential, Size = FrameLayout.Arguments + FrameLayout.SlotSize)]
    private readonly struct FrameOfOne;
}
