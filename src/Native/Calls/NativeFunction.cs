// Safety: the address is the one the loader gave for the declared symbol, and whoever made this object keeps the
// library loaded while it can be called. Frames passed to the stub are at least as large as the plan says.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>A declared function of a loaded library, ready to be called.</summary>
internal sealed unsafe class NativeFunction(CallPlan plan, nint address, LibraryGeneration generation)
{
    private const int ScalarFrameSlots = 8;

    [ThreadStatic]
    private static CallArguments? spare;

    private readonly CallPlan _plan = plan;
    private readonly CallStub _stub = plan.Stub;
    private readonly NativeTypeKind _resultKind = plan.Declaration.Signature.Result.Kind;
    private readonly bool _fitsScalarFrame = plan.IsScalarOnly && plan.Parameters.Length <= ScalarFrameSlots;

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
        if (!_fitsScalarFrame)
        {
            return InvokeCore(arguments, out errno);
        }

        _plan.CheckCount(arguments.Length);
        ScalarFrame memory;
        byte* frame = (byte*)&memory;
        ScalarBinder.Bind(_plan, arguments, frame);
        return Run(frame, out errno);
    }

    /// <summary>Runs the function with arguments that are bound already.</summary>
    public NativeValue Run(CallArguments arguments, out int errno) => Run((byte*)arguments.Frame, out errno);

    private NativeValue InvokeCore(ReadOnlySpan<NativeArgument> arguments, out int errno)
    {
        CallArguments bound = spare ?? new CallArguments();
        spare = null; // A callback of this call may make a call of its own.
        try
        {
            bound.Bind(_plan, arguments, holder: null);
            return Run(bound, out errno);
        }
        finally
        {
            bound.Release();
            spare = bound;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeValue Run(byte* frame, out int errno)
    {
        _stub(address, (nint)frame);
        errno = _plan.Declaration.CapturesErrno ? *(int*)(frame + FrameLayout.Errno) : 0;
        return _resultKind is >= NativeTypeKind.Bool and <= NativeTypeKind.I64
            ? NativeValue.OfBits(_resultKind, *(long*)frame)
            : ReadResult(frame);
    }

    private NativeValue ReadResult(byte* frame)
    {
        if (ResultRelease is null || _resultKind is not (NativeTypeKind.Pointer or NativeTypeKind.CString))
        {
            return ResultReader.Read(_resultKind, frame, Generation);
        }

        nint result = *(nint*)frame;
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
            ResultRelease.Release(result);
        }
    }

    // The release function takes the pointer as its only argument.
    [SkipLocalsInit]
    private void Release(nint pointer)
    {
        ScalarFrame frame;
        *(nint*)((byte*)&frame + FrameLayout.Argument(0)) = pointer;
        _stub(address, (nint)(&frame));
    }

    [InlineArray((ScalarFrameSlots + 2) * FrameLayout.SlotSize / sizeof(long))]
    private struct ScalarFrame
    {
        private long _first;
    }
}
