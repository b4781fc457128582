using System.Globalization;

namespace ActorFfi;

/// <summary>What memory callers outside the process may pass for a pointer parameter.</summary>
/// <remarks>
/// In C# a caller vouches for bare pointers. Nobody vouches for a caller out there, so memory is taken only where the
/// declaration says how much of it native code touches, or where the symbol is declared unchecked.
/// </remarks>
internal static class MemoryRules
{
    /// <summary>Refuses a buffer where its length cannot be checked.</summary>
    /// <exception cref="ArgumentException">The parameter does not take one.</exception>
    public static void DemandBuffer(CallTarget target, NativeParameter parameter)
    {
        if (!parameter.Type.IsPointer)
        {
            throw ArgumentFault.OfKind(target, parameter, "a buffer");
        }

        RefusePointers(target, parameter);
        if (parameter.Extent is null && !target.Symbol.IsUnchecked)
        {
            throw ArgumentFault.Of(target, parameter, $"has no declared extent, so that nobody can say how long its buffer must be. Declare its length, as in '{parameter.Name}[length]', or set 'Unchecked' on the symbol.");
        }
    }

    /// <summary>Refuses a pointer to a scalar where the declaration does not point to such a scalar.</summary>
    /// <exception cref="ArgumentException">The parameter does not take it.</exception>
    public static void DemandScalar(CallTarget target, NativeParameter parameter, NativeTypeKind kind)
    {
        if (!parameter.Type.IsPointer)
        {
            throw ArgumentFault.OfKind(target, parameter, $"a pointer to a value ({ScalarKinds.NameOf(kind)})");
        }

        RefusePointers(target, parameter);
        if (parameter.Type.Element is not { } element)
        {
            DemandBuffer(target, parameter); // Behind a void pointer a value is memory like any other.
            return;
        }

        if (!ScalarKinds.AreInterchangeable(element.Kind, kind))
        {
            throw ArgumentFault.Of(target, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"points to '{element}' ({ScalarKinds.NameOf(element.Kind)}) and does not take {ScalarKinds.NameOf(kind)}. Pass a value of that type."));
        }

        if (ScalarKinds.IsInteger(kind) && element.Size == 1)
        {
            DemandBuffer(target, parameter); // A pointer to bytes nearly always means a run of them.
        }
    }

    // Such memory would hold addresses, and what a caller writes there native code would follow.
    private static void RefusePointers(CallTarget target, NativeParameter parameter)
    {
        if (parameter.Type.Element is { IsPointer: true })
        {
            throw ArgumentFault.Of(target, parameter, "points to pointers, which cannot come from outside the process. Pass null, or call the function in C#.");
        }
    }
}
