// Safety: trampolines alone call the entry, with the number of their own slot and the frame that they have just spilled,
// which lives until the entry returns. No exception leaves: the target's Run catches all of them.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Where native code enters managed code: one function for all callbacks.</summary>
internal static unsafe class CallbackEntry
{
    /// <summary>The address of the entry, for trampolines.</summary>
    public static nint Address => (nint)(delegate* unmanaged<int, nint, void>)&Enter;

    [UnmanagedCallersOnly]
    private static void Enter(int slot, nint frame) => TrampolinePool.TargetOf(slot).Run(frame);
}
