// Safety: the frame is a pinned array whose address is kept with the array itself, so that it lives as long as this
// object. Addresses in the frame's slots point into buffers that the call has taken (leases), into managed memory
// pinned by handles of this object, or into its own text; all are held until Release, which callers run only after
// native code has returned.
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>The bound arguments of one call: its frame, and what must stay in place until native code has returned.</summary>
/// <remarks>Ownership: whoever binds must release. Threads: one at a time. Reused from call to call.</remarks>
internal sealed unsafe class CallArguments
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

    /// <summary>The buffers that the call holds, one entry for each buffer argument.</summary>
    public ReadOnlySpan<BufferLease> Leases => _leases.AsSpan(0, _leaseCount);

    /// <summary>How many bytes the buffers have that the call holds.</summary>
    public long BufferBytes
    {
        get
        {
            long bytes = 0;
            foreach (ref readonly BufferLease lease in Leases)
            {
                bytes += lease.Length;
            }

            return bytes;
        }
    }

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

    /// <summary>Notes that the call succeeded, so that <see cref="Release"/> lends what native code keeps, and ends the loans that it released.</summary>
    public void Succeed(LibraryGeneration generation) => _loans = generation.Loans;

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

    /// <summary>Gives up the buffers of a call that native code does not come back from; <see cref="Release"/> follows if it does.</summary>
    public void Abandon()
    {
        foreach (ref readonly BufferLease lease in Leases)
        {
            if (lease.Taken is not (LeaseMode.None or LeaseMode.Lent))
            {
                lease.Buffer!.Abandon();
            }
        }
    }

    /// <summary>Gives up the buffers of a call whose guest died in it, and lets go of everything else.</summary>
    public void Tear()
    {
        foreach (ref BufferLease lease in _leases.AsSpan(0, _leaseCount))
        {
            if (lease.Taken is LeaseMode.Kept or LeaseMode.Writer || (lease.Taken == LeaseMode.Reader && _holder is not null))
            {
                lease.Buffer!.Tear();
                lease.Taken = LeaseMode.None;
            }
        }

        Release();
    }

    private void BindAll(CallPlan plan, ReadOnlySpan<NativeArgument> arguments)
    {
        ReadOnlySpan<ParameterPlan> parameters = plan.Parameters;
        if (plan.TakesText)
        {
            _text.Reserve(plan, arguments);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            ref readonly ParameterPlan parameter = ref parameters[i];
            ref long slot = ref *(long*)(Frame + plan.Layout.Argument(i));
            if (parameter.Parameter.Type.IsRecord)
            {
                BindRecord(plan, parameter, arguments[i], (nint)Unsafe.AsPointer(ref slot));
            }
            else if (parameter.Parameter.Type.IsPointer)
            {
                slot = BindPointer(plan, parameter, arguments[i], i);
            }
            else if (!parameter.TryBindNumber(arguments[i], out slot))
            {
                ArgumentErrors.ThrowNumber(plan, parameter, arguments[i]);
            }
            else if (parameter.Kind == NativeTypeKind.LongDouble)
            {
                LongDouble.Write(new Span<byte>(Unsafe.AsPointer(ref slot), FrameLayout.SlotSize), BitConverter.Int64BitsToDouble(slot));
            }
        }

        TakeBuffersAndCheckExtents(plan);
    }

    private static void BindRecord(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument, nint slot)
    {
        if (argument.Source is not NativeStruct value || !parameter.Parameter.Type.IsSameAs(value.Type))
        {
            ArgumentErrors.ThrowKind(plan, parameter, argument, $"a NativeStruct of type '{parameter.Parameter.Type}'");
            return;
        }

        value.CopyTo(new Span<byte>((void*)slot, value.Type.Size));
    }

    // The struct must be what the pointer is declared to point to; void * takes any.
    private nint BindAddress(CallPlan plan, in ParameterPlan parameter, NativeStruct value, int index)
    {
        NativeType? target = parameter.Parameter.Type.Element;
        NativeType own = value.Type.Kind == NativeTypeKind.Array && target is { Kind: not NativeTypeKind.Array } ? value.Type.Element! : value.Type;
        if (parameter.Kind != NativeTypeKind.Pointer || (target is not null && !target.IsOpaque && !target.IsSameAs(own)))
        {
            ArgumentErrors.ThrowKind(plan, parameter, value, target is null ? "a buffer or a pointer" : $"a NativeStruct of type '{target}', a buffer or a pointer");
        }

        (Structs ??= []).Add(value);
        return BindPointer(plan, parameter, value.AsAddress(), index);
    }

    private nint BindPointer(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument, int index)
    {
        if (CallPlan.Names(plan.Kept, index))
        {
            PointerErrors.RefuseUnkeepable(plan, parameter, argument);
        }

        switch (argument.Source)
        {
            case StoredCallback or Delegate:
                return (_callbacks ??= new BoundCallbacks()).Bind(plan, parameter, argument);
            case ForeignFunction function:
                Demand(plan, parameter, function.Function.Generation);
                return Note(function.Function.Generation, FunctionArgument.Bind(plan, parameter, function));
            case OwnedBuffer or string or string?[] or byte[] or MemoryManager<byte> when parameter.Kind == NativeTypeKind.Function:
                PointerErrors.Throw(plan, parameter, argument);
                return 0;
            case OwnedBuffer buffer:
                return Lease(new BufferLease(buffer, buffer.Address + (nint)argument.Bits, argument.Extra, index, parameter.Parameter.IsWritable));
            case LibraryGeneration generation:
                new ForeignPointer((nint)argument.Bits, generation).DemandCurrent();
                Demand(plan, parameter, generation);
                return Note(generation, (nint)argument.Bits);
            case NativeStruct value:
                return BindAddress(plan, parameter, value, index);
            case string text when parameter.Kind == NativeTypeKind.CString:
                return _text.Add(text);
            case string?[] texts when parameter.TakesTexts:
                return Lease(new BufferLease(null, _text.Add(texts), (long)texts.Length * sizeof(nint), index, IsWritable: false));
            case ArgumentTag tag when tag == ArgumentTag.Null:
                return 0;
            case byte[] or MemoryManager<byte> when _holder is null:
                return Pin(plan, parameter, argument, index);
            default:
                PointerErrors.Throw(plan, parameter, argument);
                return 0;
        }
    }

    // An address means something in one process only.
    private void Demand(CallPlan plan, in ParameterPlan parameter, LibraryGeneration generation)
    {
        if (plan.IsIsolated || generation.Guest is not null)
        {
            Guest = GuestArgument.Demand(plan, parameter, generation, Guest);
        }
    }

    private nint Pin(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument, int index)
    {
        if (argument.Extra < 0 && parameter.Parameter.IsWritable)
        {
            ArgumentErrors.Throw(plan, parameter, "may be written by native code and does not take read-only memory. Pass memory that can be written.");
        }

        MemoryHandle handle = argument.Source is byte[] array
            ? new Memory<byte>(array).Pin()
            : ((MemoryManager<byte>)argument.Source!).Pin();
        (_pins ??= []).Add(handle);
        nint address = (nint)handle.Pointer + (nint)argument.Bits;
        return Lease(new BufferLease(null, address, ArgumentDescription.LengthOf(argument), index, parameter.Parameter.IsWritable));
    }

    private nint Note(LibraryGeneration generation, nint address)
    {
        (_given ??= new GivenHandles()).Add(generation, address);
        return address;
    }

    private nint Lease(BufferLease lease)
    {
        if (_leaseCount == _leases.Length)
        {
            Array.Resize(ref _leases, _leaseCount * 2);
        }

        _leases[_leaseCount++] = lease;
        return lease.Address;
    }

    private void TakeBuffersAndCheckExtents(CallPlan plan)
    {
        RefuseOverlaps(plan);
        try
        {
            for (int i = 0; i < _leaseCount; i++)
            {
                Take(plan, i);
            }

            _given?.Use(called: null); // An extent may lie behind a pointer.
            ExtentCheck.Run(plan, Leases, Frame, Guest);
        }
        catch
        {
            GiveBack();
            throw;
        }
        finally
        {
            _given?.Release();
        }
    }

    private void RefuseOverlaps(CallPlan plan)
    {
        for (int later = 1; later < _leaseCount; later++)
        {
            ref readonly BufferLease lease = ref _leases[later];
            for (int i = 0; i < later; i++)
            {
                if ((lease.IsWritable || _leases[i].IsWritable) && lease.Overlaps(_leases[i]))
                {
                    PointerErrors.ThrowOverlap(plan, lease.ParameterIndex, _leases[i].ParameterIndex);
                }
            }
        }
    }

    // A buffer that is passed several times is taken once, at its first lease, as a writer if any of them writes.
    private void Take(CallPlan plan, int index)
    {
        ref BufferLease lease = ref _leases[index];
        if (lease.Buffer is null || IsTakenBefore(index))
        {
            return;
        }

        lease.Loan = lease.Buffer.EnterLoan(plan.Library);
        if (lease.Loan is not null)
        {
            lease.Taken = LeaseMode.Lent;
            Guest = GuestArgument.Demand(plan, plan.Parameters[lease.ParameterIndex], lease.Loan, Guest);
            return;
        }

        bool isWritten = lease.IsWritable;
        bool isKept = CallLoans.KeepsBuffer(plan, Leases, lease);
        for (int i = index + 1; i < _leaseCount; i++)
        {
            isWritten |= _leases[i].IsWritable && lease.Shares(_leases[i]);
        }

        if (isKept)
        {
            lease.Buffer.Detach(_holder ?? plan);
        }
        else if (_holder is null)
        {
            lease.Buffer.BeginNativeBorrow(isWritten);
        }
        else
        {
            lease.Buffer.Detach(_holder);
        }

        lease.Taken = isKept ? LeaseMode.Kept : isWritten ? LeaseMode.Writer : LeaseMode.Reader;
    }

    private bool IsTakenBefore(int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (_leases[i].Shares(_leases[index]))
            {
                return true;
            }
        }

        return false;
    }

    private void GiveBack()
    {
        if (_loans is not null)
        {
            CallLoans.End(_plan!, _loans, Leases, Frame);
        }

        foreach (ref readonly BufferLease lease in Leases)
        {
            if (lease.Taken != LeaseMode.None)
            {
                GiveBack(lease);
            }
        }
    }

    private void GiveBack(in BufferLease lease)
    {
        if (lease.Taken == LeaseMode.Lent)
        {
            lease.Loan!.Exit();
        }
        else if (lease.Taken == LeaseMode.Kept && _loans is not null)
        {
            BufferLoan.Begin(CallLoans.KeptPart(_plan!, Leases, lease), _plan!, _loans);
        }
        else if (lease.Taken == LeaseMode.Kept || _holder is not null)
        {
            lease.Buffer!.Attach();
        }
        else
        {
            lease.Buffer!.EndNativeBorrow(lease.Taken == LeaseMode.Writer);
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
