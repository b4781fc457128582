// Safety: the address is the one the loader gave for the declared symbol, and whoever made this object keeps the
// library loaded while it can be called. A direct stub reads as many arguments as the plan has parameters, which Invoke
// has counted, and writes a frame's head; frames passed to the other stub are at least as large as the plan says.
using System.Runtime.CompilerServices;
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
    private readonly CallStub _stub = plan.Stub;
    private readonly NativeTypeKind _resultKind = plan.Declaration.Signature.Result.Kind;
    private readonly ValueTag? _wholeResult = WholeResultOf(plan.Declaration.Signature.Result.Kind);
    private readonly bool _capturesErrno = plan.Declaration.CapturesErrno;
    private readonly int _parameterCount = plan.Parameters.Length;

    // Emitted at the first call, because symbols that are only called nonblocking do without; null where frames are needed.
    private DirectStub? _direct;

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan => _plan;

    /// <summary>The start of the library that the function belongs to.</summary>
    public LibraryGeneration Generation { get; } = generation;

    /// <summary>Releases a copied result; null where the declaration names no such function.</summary>
    public NativeFunction? ResultRelease { get; init; }

    /// <summary>Calls the function on this thread; buffers are borrowed until it returns.</summary>
    [SkipLocalsInit]
    public NativeValue Invoke(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        FrameHead head;
        if (_direct is { } direct
            && arguments.Length == _parameterCount
            && direct(_address, ref MemoryMarshal.GetReference(arguments), (nint)(&head)))
        {
            return ReadOutcome((byte*)&head, FrameLayout.Result, out errno);
        }

        return InvokeCore(arguments, out errno);
    }

    /// <summary>Runs the function with arguments that are bound already.</summary>
    public NativeValue Run(CallArguments arguments, out int errno)
    {
        RunStub(arguments);
        return ReadOutcome((byte*)arguments.Frame, arguments.Plan.Layout.LargeResult, out errno);
    }

    /// <summary>As <see cref="Invoke"/>, for a function that returns a struct, which goes into one that is there already.</summary>
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
        if (_direct is { } direct
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
            RunStub(bound);
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

    private void RunStub(CallArguments arguments)
    {
        CallStub stub = _plan.Variadic is null ? _stub : arguments.Plan.Stub;
        stub(_address, arguments.Frame);
        if (arguments.Structs is { Count: > 0 } structs)
        {
            structs.ForEach(lent => lent.Adopt(Generation));
        }
    }

    private NativeValue InvokeCore(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        CallArguments bound = Take();
        try
        {
            bound.Bind(_plan, arguments, holder: null);
            return Run(bound, out errno);
        }
        finally
        {
            GiveBack(bound);
        }
    }

    private CallArguments Take()
    {
        _direct ??= DirectStubEmitter.StubFor(_plan);
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
        return _wholeResult is { } tag
            ? NativeValue.OfNumber(tag, *(long*)(head + FrameLayout.Result))
            : ReadResult(head + result);
    }

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
