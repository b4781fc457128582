// Safety: the frame is a pinned array whose address is kept with the array itself, so that it lives as long as this
// object. Addresses in the frame's slots point into buffers that the call has taken (leases), into managed memory
// pinned by handles of this object, or into its own text; all are held until Release, which callers run only after
// native code has returned.
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ActorFfi;

/// <summary>The bound arguments of one call: its frame, and what must stay in place until native code has returned.</summary>
/// <remarks>Ownership: whoever binds must release. Threads: one at a time. Reused from call to call.</remarks>
internal sealed unsafe partial class CallArguments
{
    private const int InitialSlots = 8;
    private const int FrameAlignment = 64; // A cache line, which small frames fit into.

    private readonly ArgumentText _text = new();
    private byte[] _frameArray = [];
    private BufferLease[] _leases = new BufferLease[2];
    private List<MemoryHandle>? _pins;
    private BoundCallbacks? _callbacks;
    private GivenHandles? _given;
    private int _leaseCount;
    private bool _hasMemory; // Whether anything may be bound but numbers.
    private ICallIdentity? _holder;
    private CallPlan? _plan;
    private LoanRegistry? _loans;

    public CallArguments()
    {
        ReserveFrame(FrameLayout.SizeOf(InitialSlots));
    }

    /// <summary>The next of the unused ones of a thread; belongs to whoever keeps them.</summary>
    public CallArguments? NextUnused { get; set; }

    /// <summary>The address of the frame; another after a binding that needed a larger one.</summary>
    public nint Frame { get; private set; }

    /// <summary>The plan of the call; for a variadic function that of these very arguments.</summary>
    public CallPlan Plan { get; private set; } = null!;

    /// <summary>The structs whose addresses the call has, so that what native code leaves there belongs to its library.</summary>
    public List<NativeStruct>? Structs { get; private set; }

    /// <summary>The pointers and functions of native code that the call was given; null where it never was given any.</summary>
    public GivenHandles? Given => _given;

    /// <summary>The guest that pointers, functions or loans among the arguments belong to, so that no other may run the call; null where any may.</summary>
    public GuestProcess? Guest { get; private set; }

    /// <summary>The callbacks that the call has; null where it has none.</summary>
    public BoundCallbacks? Callbacks => _callbacks is { IsEmpty: false } callbacks ? callbacks : null;

    /// <summary>Checks the arguments against the plan and puts them into the frame.</summary>
    /// <param name="plan">What the function is declared to take.</param>
    /// <param name="arguments">The arguments in order.</param>
    /// <param name="holder">The call that buffers move into; null borrows them for a call on this thread.</param>
    /// <remarks>Failure: everything that was taken is given back before the exception leaves.</remarks>
    public void Bind(CallPlan plan, ReadOnlySpan<NativeArgument> arguments, ICallIdentity? holder)
    {
        Debug.Assert(_leaseCount == 0, "Bound arguments are released before they are bound again.");
        plan.CheckCount(arguments.Length);
        plan = plan.Variadic?.For(arguments) ?? plan;
        if (Plan != plan)
        {
            Plan = plan; // Not written without need: calls of one symbol after the other leave this memory clean.
            ReserveFrame(plan.FrameSize);
        }

        if (plan.IsScalarOnly)
        {
            ScalarBinder.Bind(plan, arguments, (byte*)Frame);
            return;
        }

        _holder = holder;
        _plan = plan;
        _hasMemory = true;
        try
        {
            BindAll(plan, arguments);
        }
        catch
        {
            ReleaseMemory();
            throw;
        }
    }

    /// <summary>What tells the argument of one parameter from others: a number, an address, a hash of a text, or where a buffer begins.</summary>
    public long KeyOf(CallPlan plan, int parameter)
    {
        foreach (ref readonly BufferLease lease in Leases)
        {
            if (lease.ParameterIndex == parameter)
            {
                return lease.Buffer?.Address ?? lease.Address;
            }
        }

        long slot = *(long*)(Frame + Plan.Layout.Argument(parameter));
        return plan.TakesText ? _text.HashAt((nint)slot) ?? slot : slot;
    }

    /// <summary>The length of the string argument at an address, its NUL included; null where the address is none of this call's strings.</summary>
    public long? TextLengthAt(nint address) => _text.LengthAt(address);

    /// <summary>The strings of the call, with the arrays of pointers to them.</summary>
    public ArgumentText Texts => _text;

    /// <summary>The text that was passed for a parameter; null where something else was.</summary>
    public string? TextOf(int parameter) => _text.At((nint)(*(long*)(Frame + Plan.Layout.Argument(parameter))));

    /// <summary>Whether nothing is bound but numbers, so that nothing is to be released.</summary>
    public bool HoldNothing => !_hasMemory && _loans is null;

    /// <summary>Gives buffers back and lets go of everything else. Native code must have returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        if (_hasMemory || _loans is not null)
        {
            GiveBack();
            ReleaseMemory();
        }
    }

    /// <summary>Writes to the frame, so that its cache line is back on this core by the time that it is bound again; who waits for it there waits long.</summary>
    public void ReclaimFrame() => *(long*)(Frame + FrameLayout.Arguments) = 0;

    /// <summary>Has the frame's cache line brought to this core, where the call is about to run.</summary>
    public void ExpectFrame()
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((void*)Frame);
        }
    }

    private void ReleaseMemory()
    {
        _leases.AsSpan(0, _leaseCount).Clear();
        _leaseCount = 0;
        _hasMemory = false;
        _holder = null;
        Structs?.Clear();
        _plan = null;
        Guest = null;
        _loans = null;
        _text.Clear();
        _callbacks?.Clear();
        _given?.Clear();
        if (_pins is not null)
        {
            Unpin(_pins);
        }
    }

    // A pin leaves the list before it ends, so that one whose owner throws is not ended twice.
    private static void Unpin(List<MemoryHandle> pins)
    {
        while (pins.Count > 0)
        {
            MemoryHandle pin = pins[^1];
            pins.RemoveAt(pins.Count - 1);
            pin.Dispose();
        }
    }

    private void ReserveFrame(int size)
    {
        if (_frameArray.Length < size + FrameAlignment)
        {
            _frameArray = GC.AllocateArray<byte>(size + FrameAlignment, pinned: true);
            nint start = (nint)Unsafe.AsPointer(ref _frameArray[0]);
            Frame = (start + FrameAlignment - 1) & ~(nint)(FrameAlignment - 1);
        }
    }
}
