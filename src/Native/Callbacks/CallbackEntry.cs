// Safety: trampolines alone call the entry, with the number of their own slot and the frame that they have just spilled,
// which lives until the entry returns. No exception leaves: what a handler throws is caught here.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Where native code enters managed code: one function for all callbacks.</summary>
internal static unsafe class CallbackEntry
{
    /// <summary>The address of the entry, for trampolines.</summary>
    public static nint Address => (nint)(delegate* unmanaged<int, nint, void>)&Enter;

    [UnmanagedCallersOnly]
    private static void Enter(int slot, nint frame)
    {
        CallbackTarget target = TrampolinePool.TargetOf(slot);
        NativeCallScope scope = NativeCallScope.Innermost ?? NativeCallScope.BeginThread();
        NativeCallScope? call = scope.Function is null ? null : scope;
        int previous = call is null ? scope.BeginHandler(slot) : 0;
        try
        {
            if (target.HandlerInPlace(call is not null) is { } handler)
            {
                handler(frame, call is null ? target.Generation : call.Generation);
                target.NoteSuccess(call);
            }
            else
            {
                target.Run(frame, call);
            }
        }
        catch (Exception e)
        {
            target.WriteFallback(frame);
            target.Fail(call, e);
        }

        if (call is null)
        {
            scope.EndHandler(previous);
        }
    }
}
