// Safety: slots have the size that the layout says and belong to the one submitter of their lane until the call is visible. What is
// copied in is private memory that the bound arguments keep in place; what is written to are the slot and pieces of the arena taken here.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Writes a call into its slot: the frame, and instead of addresses of this process what the guest makes its own ones of.</summary>
internal static unsafe class CallWriter
{
    private const int Alignment = 16;

    /// <summary>Writes a call.</summary>
    /// <exception cref="ArenaFullException">Something does not lie in the arena and finds no room there; what was taken is noted in the pending call.</exception>
    [SkipLocalsInit]
    public static void Write(nint slot, PendingCall pending, Arena arena)
    {
        GuestFunction function = pending.Function!;
        CallArguments arguments = pending.Arguments!;
        CallPlan plan = arguments.Plan;
        int size = plan.FrameSize;
        long frameOffset = -1;
        int used = size;
        nint frame = slot + ChannelLayout.Frame;
        if (size > ChannelLayout.FrameRoom)
        {
            ArenaPiece piece = arena.Take(size);
            frame = arena.AddressOf(piece.Offset);
            frameOffset = piece.Offset;
            used = 0;
            pending.Stage(new StagedMemory(0, frame, 0, CopiesBack: false, piece));
        }

        pending.Frame = frame;
        int head = FrameLayout.Arguments;
        Buffer.MemoryCopy((byte*)arguments.Frame + head, (byte*)frame + head, size - head, size - head);
        *(int*)(slot + ChannelLayout.Function) = function.Number;
        *(long*)(slot + ChannelLayout.FunctionAddress) = function.Native.Address;
        *(long*)(slot + ChannelLayout.FrameOffset) = frameOffset;
        *(ulong*)(slot + ChannelLayout.InArena) = 0;
        *(ulong*)(slot + ChannelLayout.InSlot) = 0;
        used = plan.IsScalarOnly ? used : new Translation(slot, pending, arena, used).Run();
        pending.Room = ChannelLayout.Frame + used;
        *(int*)(slot + ChannelLayout.Room) = pending.Room;
        *(int*)(slot + ChannelLayout.Frees) = function.Frees;

        CallFlags flags = pending.IsSynchronous ? CallFlags.Synchronous : CallFlags.None;
        if (function.Definition is { } definition)
        {
            WriteDefinition(slot, definition, pending, arena);
            flags |= CallFlags.Defines;
        }

        *(int*)(slot + ChannelLayout.Flags) = (int)flags;
    }

    private static void WriteDefinition(nint slot, byte[] definition, PendingCall pending, Arena arena)
    {
        ArenaPiece piece = arena.Take(definition.Length);
        nint copy = arena.AddressOf(piece.Offset);
        pending.Stage(new StagedMemory(0, copy, 0, CopiesBack: false, piece));
        definition.CopyTo(new Span<byte>((byte*)copy, definition.Length));
        *(long*)(slot + ChannelLayout.DefinitionOffset) = piece.Offset;
        *(long*)(slot + ChannelLayout.DefinitionLength) = definition.Length;
    }

    /// <summary>Replaces the addresses of one call's frame.</summary>
    private ref struct Translation(nint slot, PendingCall pending, Arena arena, int used)
    {
        private readonly nint _slot = slot;
        private readonly PendingCall _pending = pending;
        private readonly Arena _arena = arena;
        private int _used = used;
        private ulong _inArena;
        private ulong _inSlot;

        public int Run()
        {
            CallArguments arguments = _pending.Arguments!;
            CallPlan plan = arguments.Plan;
            if (plan.TakesText && arguments.Texts.Arrays.Count > 0)
            {
                TranslateAllTexts(arguments.Texts, plan);
            }
            else if (plan.TakesText)
            {
                TranslateTexts(arguments, plan);
            }

            foreach (ref readonly BufferLease lease in arguments.Leases)
            {
                if (!IsTranslated(lease.ParameterIndex))
                {
                    Translate(lease.ParameterIndex, lease.Address, lease.Length, lease.IsWritable, plan);
                }
            }

            *(ulong*)(_slot + ChannelLayout.InArena) = _inArena;
            *(ulong*)(_slot + ChannelLayout.InSlot) = _inSlot;
            return _used;
        }

        private void TranslateTexts(CallArguments arguments, CallPlan plan)
        {
            for (int i = 0; i < plan.Parameters.Length; i++)
            {
                nint address = *(nint*)(_pending.Frame + plan.Layout.Argument(i));
                if (plan.Parameters[i].Kind == NativeTypeKind.CString && !IsTranslated(i) && arguments.TextLengthAt(address) is { } length)
                {
                    Translate(i, address, length, isWritable: false, plan);
                }
            }
        }

        // Arrays hold addresses themselves: those of the guest, where all strings lie in one piece.
        private void TranslateAllTexts(ArgumentText texts, CallPlan plan)
        {
            ReadOnlySpan<byte> bytes = texts.Bytes;
            nint here = (nint)Unsafe.AsPointer(ref Unsafe.AsRef(in bytes[0]));
            ArenaPiece piece = _arena.Take(bytes.Length);
            nint copy = _arena.AddressOf(piece.Offset);
            Copy(here, copy, bytes.Length, isWritable: false, piece);
            foreach ((int start, int count) in texts.Arrays)
            {
                nint* pointers = (nint*)(copy + start);
                for (int i = 0; i < count; i++)
                {
                    nint text = *(nint*)(here + start + (i * sizeof(nint)));
                    pointers[i] = text == 0 ? 0 : _pending.Function!.Guest.AddressInGuest(piece.Offset + (text - here));
                }
            }

            for (int i = 0; i < plan.Parameters.Length; i++)
            {
                nint* place = (nint*)(_pending.Frame + plan.Layout.Argument(i));
                if (plan.Parameters[i].Parameter.Type.IsPointer && !IsTranslated(i) && *place >= here && *place < here + bytes.Length)
                {
                    *place = (nint)piece.Offset + (*place - here);
                    _inArena |= 1UL << i;
                }
            }
        }

        private void Translate(int parameter, nint address, long length, bool isWritable, CallPlan plan)
        {
            nint* place = (nint*)(_pending.Frame + plan.Layout.Argument(parameter));
            if (_arena.Contains(address) && !IsAtEndOfAnother(address, length))
            {
                *place = (nint)_arena.OffsetOf(address);
                _inArena |= 1UL << parameter;
            }
            else if (length <= ChannelLayout.FrameRoom - _used - Alignment)
            {
                int offset = ChannelLayout.Frame + _used;
                _used += ((int)length + Alignment - 1) & -Alignment;
                Copy(address, _slot + offset, length, isWritable, null);
                *place = offset;
                _inSlot |= 1UL << parameter;
            }
            else
            {
                ArenaPiece piece = _arena.Take(length);
                Copy(address, _arena.AddressOf(piece.Offset), length, isWritable, piece);
                *place = (nint)piece.Offset;
                _inArena |= 1UL << parameter;
            }
        }

        private readonly bool IsTranslated(int parameter) => CallPlan.Names(_inArena | _inSlot, parameter);

        // The end of memory beside the arena may be where the arena begins.
        private readonly bool IsAtEndOfAnother(nint address, long length) => length == 0 && _arena.OffsetOf(address) == 0;

        private readonly void Copy(nint from, nint to, long length, bool isWritable, ArenaPiece? piece)
        {
            _pending.Stage(new StagedMemory(from, to, length, isWritable, piece));
            _arena.NoteCopy(length);
            Buffer.MemoryCopy((byte*)from, (byte*)to, length, length);
        }
    }
}
