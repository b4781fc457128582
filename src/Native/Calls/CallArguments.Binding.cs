// Safety: what is written lies in the slots of the plan's frame, which the other part has reserved. Addresses in them point
// into what this object holds until Release.
using System.Buffers;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <content>Arguments that are more than numbers: checked, and put into their slots.</content>
internal sealed unsafe partial class CallArguments
{
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
}
