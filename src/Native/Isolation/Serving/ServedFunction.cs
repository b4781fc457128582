namespace ActorFfi;

/// <summary>A function that a guest calls; its stub is made at the first call.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed class ServedFunction(string library, string name, nint address, byte[] definition)
{
    private CallPlan? _plan;

    /// <summary>Its address; 0 where each call brings it.</summary>
    public nint Address => address;

    /// <summary>What is precomputed of it.</summary>
    /// <exception cref="DeclarationException">It cannot be called on this system.</exception>
    public CallPlan Plan => _plan ??= new CallPlan(library, GuestDefinition.Read(name, definition));
}
