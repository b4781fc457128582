// Safety: a plain layout that the trampoline's code reads by offset; the fixed arrays are accessed within their lengths.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>What the trampoline reads before a call and writes after it; the arguments on the stack follow directly behind.</summary>
[StructLayout(LayoutKind.Sequential, Size = TotalSize)]
internal unsafe struct TrampolineBlock
{
    /// <summary>The size of the block, where the stack's bytes start.</summary>
    public const int TotalSize = 192;

    /// <summary>The general-purpose registers: rdi, rsi, rdx, rcx, r8, r9.</summary>
    public fixed long Integers[6];

    /// <summary>The number of vector registers used.</summary>
    public long VectorCount;

    /// <summary>The number of bytes on the stack, a multiple of 16.</summary>
    public long StackSize;

    /// <summary>The low halves of xmm0 to xmm7.</summary>
    public fixed long Vectors[8];

    /// <summary>rax and rdx after the call.</summary>
    public fixed long IntegerResults[2];

    /// <summary>xmm0 and xmm1 after the call.</summary>
    public fixed long VectorResults[2];

    /// <summary>The top of the x87 stack after the call, where that is the result.</summary>
    public fixed byte X87Result[16];

    /// <summary>Whether the result is on the x87 stack.</summary>
    public long TakesX87;
}
