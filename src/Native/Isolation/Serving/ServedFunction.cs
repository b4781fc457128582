using System.Runtime.CompilerServices;

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

    /// <summary>Makes ahead of its first call what that would have to make; one that cannot be called says so when it is called.</summary>
    public void Prepare()
    {
        try
        {
            RuntimeHelpers.PrepareDelegate(Plan.Stub);
        }
        catch (DeclarationException)
        {
            // The call fails with it.
        }
    }
}
