using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>Raises the errors of wrong pointer arguments.</summary>
internal static class PointerErrors
{
    [DoesNotReturn]
    public static void Throw(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument)
    {
        if (argument.Source is byte[] or MemoryManager<byte>)
        {
            ArgumentErrors.Throw(plan, parameter, "is managed memory, which a nonblocking call cannot own. Pass an OwnedBuffer (OwnedBuffer.TakeOver takes an array without copying), or use Invoke.");
        }

        if (argument.Source is string?[])
        {
            ArgumentErrors.ThrowKind(plan, parameter, argument, "a buffer, a pointer or NativeArgument.Null; an array of strings goes to 'const char *const *', 'const char **' and 'char *const *' only");
        }

        if (argument.Source is string && parameter.Parameter.IsWritable)
        {
            ArgumentErrors.Throw(plan, parameter, "may be written by native code and does not take a string. Pass an OwnedBuffer.");
        }

        if (parameter.Kind == NativeTypeKind.Function)
        {
            ArgumentErrors.ThrowKind(plan, parameter, argument, "a callback, a foreign function, a foreign pointer or NativeArgument.Null");
        }

        ArgumentErrors.ThrowKind(plan, parameter, argument, parameter.Kind == NativeTypeKind.CString
            ? "a string, a buffer, a pointer or NativeArgument.Null"
            : parameter.TakesTexts ? "an array of strings, a buffer, a pointer or NativeArgument.Null" : "a buffer, a pointer or NativeArgument.Null");
    }

    /// <summary>Refuses memory that is gone, or moves, when the call ends.</summary>
    public static void RefuseUnkeepable(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument)
    {
        if (argument.Source is string or string?[] or byte[] or MemoryManager<byte>)
        {
            ArgumentErrors.Throw(plan, parameter, $"is kept by native code after the call and does not take {ArgumentDescription.Of(argument)}, which stays in place only until the call ends. Pass an OwnedBuffer.");
        }

        if (plan.IsIsolated && argument.Source is OwnedBuffer { IsShared: false })
        {
            ArgumentErrors.Throw(plan, parameter, "is kept after the call by native code of a guest process, which has no such memory: the buffer was not allocated for the library. Allocate it with the library's Allocate.");
        }
    }

    [DoesNotReturn]
    public static void ThrowOverlap(CallPlan plan, int index, int other) => ArgumentErrors.Throw(
        plan,
        plan.Parameters[index],
        $"overlaps argument '{plan.Parameters[other].Parameter.Name}' in the same memory, and native code may write to one of them. Pass disjoint slices.");
}
