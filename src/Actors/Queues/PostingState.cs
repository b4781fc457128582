using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>What a thread that posts a call looks at first; in cache lines of its own, because it is read often and rarely written.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct PostingState
{
    /// <summary>Whether a call must be posted under the lock, or its arrival be looked after: not 0 then.</summary>
    [FieldOffset(64)]
    public int Attention;
}
