// Safety: the caller passes a frame of at least plan.FrameSize bytes that nobody else uses meanwhile, and a plan
// whose parameters are all numbers; the slots written are those of the plan's own parameters.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Binds arguments that are all numbers: the fast path.</summary>
internal static unsafe class ScalarBinder
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bind(CallPlan plan, ReadOnlySpan<NativeArgument> arguments, byte* frame)
    {
        ReadOnlySpan<ParameterPlan> parameters = plan.Parameters;
        byte* slot = frame + FrameLayout.Arguments;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!parameters[i].TryBindNumber(arguments[i], out *(long*)slot))
            {
                ArgumentErrors.ThrowNumber(plan, parameters[i], arguments[i]);
            }

            slot += FrameLayout.SlotSize;
        }
    }
}
