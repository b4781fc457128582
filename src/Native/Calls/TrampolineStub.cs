// Safety: the frame has the layout of the signature that the moves were made for, so that each stays inside it; the
// block on this thread's stack has room for the call's own stack bytes, whose number CallSupport has limited.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Calls functions through the trampoline: structs on the stack, <c>long double</c>, variadic functions.</summary>
internal sealed unsafe class TrampolineStub
{
    private readonly nint _code = Trampoline.Code;
    private readonly MachineCall _call;
    private readonly NativeType _result;
    private readonly bool _capturesErrno;
    private readonly ArgumentMove[] _moves;
    private readonly int _resultOffset;

    public TrampolineStub(CallShape shape)
    {
        _call = shape.Machine!;
        _result = shape.Signature.Result;
        _capturesErrno = shape.CapturesErrno;
        _moves = [.. _call.Moves];
        _resultOffset = shape.Layout.LargeResult;
    }

    /// <summary>A <see cref="CallStub"/>.</summary>
    [SkipLocalsInit]
    public void Run(nint function, nint frame)
    {
        byte* memory = stackalloc byte[TrampolineBlock.TotalSize + _call.StackSize + 16];
        var block = (TrampolineBlock*)(((nint)memory + 15) & ~(nint)15);
        Fill(block, (byte*)frame);
        if (_capturesErrno)
        {
            Marshal.SetLastSystemError(0);
        }

        Trampoline.Call(_code, function, block);
        if (_capturesErrno)
        {
            *(int*)(frame + FrameLayout.Errno) = Marshal.GetLastSystemError();
        }

        StoreResult(block, (byte*)frame);
    }

    private void Fill(TrampolineBlock* block, byte* frame)
    {
        block->VectorCount = _call.Vectors;
        block->StackSize = _call.StackSize;
        block->TakesX87 = _call.Result.IsX87 ? 1 : 0;
        if (_call.ReturnsInMemory)
        {
            block->Integers[0] = (nint)(frame + _resultOffset);
        }

        foreach (ref readonly ArgumentMove move in _moves.AsSpan())
        {
            switch (move.Target)
            {
                case RegisterClass.Integer:
                    block->Integers[move.Place] = *(long*)(frame + move.From);
                    break;
                case RegisterClass.Sse:
                    block->Vectors[move.Place] = *(long*)(frame + move.From);
                    break;
                default:
                    Buffer.MemoryCopy(frame + move.From, (byte*)(block + 1) + move.Place, move.Length, move.Length);
                    break;
            }
        }
    }

    private void StoreResult(TrampolineBlock* block, byte* frame)
    {
        if (_call.Result.IsX87)
        {
            new Span<byte>(block->X87Result, LongDouble.Bytes).CopyTo(new Span<byte>(frame, FrameLayout.SlotSize));
        }
        else if (_result.IsRecord)
        {
            StoreRecord(block, (long*)frame);
        }
        else if (_result.Kind != NativeTypeKind.Void)
        {
            *(long*)frame = _result.Kind is NativeTypeKind.F32 or NativeTypeKind.F64 ? block->VectorResults[0] : Extended(block->IntegerResults[0]);
        }
    }

    private void StoreRecord(TrampolineBlock* block, long* result)
    {
        if (_call.ReturnsInMemory)
        {
            return;
        }

        int integers = 0;
        int vectors = 0;
        for (int half = 0; half < 2; half++)
        {
            result[half] = _call.Result[half] switch
            {
                RegisterClass.Integer => block->IntegerResults[integers++],
                RegisterClass.Sse => block->VectorResults[vectors++],
                _ => 0,
            };
        }
    }

    // What lies above a small integer in its register is anything.
    private long Extended(long bits) => _result.Kind switch
    {
        NativeTypeKind.Bool => (byte)bits != 0 ? 1 : 0,
        NativeTypeKind.U8 or NativeTypeKind.U16 or NativeTypeKind.U32 => (long)((ulong)bits << (64 - (_result.Size * 8)) >> (64 - (_result.Size * 8))),
        _ => bits << (64 - (_result.Size * 8)) >> (64 - (_result.Size * 8)),
    };
}
