using System.Collections.Concurrent;

namespace ActorFfi;

/// <summary>A function in one guest, ready to be called through the guest's lanes.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed class GuestFunction
{
    // Of a variadic function: one for each way to call it.
    private readonly ConcurrentDictionary<CallPlan, GuestFunction> _variants = new(ReferenceEqualityComparer.Instance);
    private volatile byte[]? _definition;

    /// <param name="guest">The guest.</param>
    /// <param name="native">The function, with its address in the guest.</param>
    /// <param name="number">What the guest knows it by.</param>
    /// <param name="definition">What the guest has to learn of it; null for a function that it learnt of at its start.</param>
    public GuestFunction(GuestProcess guest, NativeFunction native, int number, byte[]? definition)
    {
        Guest = guest;
        Native = native;
        Number = number;
        _definition = definition;
    }

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan => Native.Plan;

    /// <summary>The guest.</summary>
    public GuestProcess Guest { get; }

    /// <summary>The function with its address in the guest, where alone it can be called.</summary>
    public NativeFunction Native { get; }

    /// <summary>What the guest knows it by.</summary>
    public int Number { get; }

    /// <summary>What is sent along with calls until the guest has answered one; null from then on.</summary>
    public byte[]? Definition => _definition;

    /// <summary>The number of the function that releases a result which is text, once it is copied; -1 for none.</summary>
    public int Frees { get; init; } = -1;

    /// <summary>Whether the result is a pointer to text that is released.</summary>
    public bool FreesText => Frees >= 0 && Plan.Declaration.Signature.Result.Kind == NativeTypeKind.Pointer;

    /// <summary>Notes that the guest knows the function.</summary>
    public void Learned() => _definition = null;

    /// <summary>The function as these arguments call it: itself, unless more were passed to a variadic one than it has parameters.</summary>
    public GuestFunction For(CallPlan plan) => ReferenceEquals(plan, Plan)
        ? this
        : _variants.GetOrAdd(plan, static (of, function) => function.Guest.Define(new NativeFunction(of, function.Native.Address, function.Native.Generation), function.Frees), this);
}
