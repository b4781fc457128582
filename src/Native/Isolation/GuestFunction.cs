namespace ActorFfi;

/// <summary>A function in one guest, ready to be called through the guest's lanes.</summary>
internal sealed class GuestFunction
{
    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan => throw new InvalidOperationException();

    /// <summary>The guest.</summary>
    public GuestProcess Guest => throw new InvalidOperationException();
}
