namespace ActorFfi;

/// <summary>Checks that pointers and functions go back to the process that they come from.</summary>
internal static class GuestArgument
{
    /// <summary>The guest that must run the call because of a pointer or function among its arguments.</summary>
    /// <param name="plan">What the function is declared to take.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="generation">What the argument belongs to.</param>
    /// <param name="before">The guest that arguments before this one belong to; null for none.</param>
    /// <exception cref="ArgumentException">It belongs to this process, to another library, or to another guest than those before.</exception>
    public static GuestProcess? Demand(CallPlan plan, in ParameterPlan parameter, LibraryGeneration generation, GuestProcess? before)
    {
        if (generation.Guest is null)
        {
            ArgumentErrors.Throw(plan, parameter, $"was given out by library '{generation.Library}' in this process and leads nowhere in a guest process. Pass a buffer, or isolate both libraries' calls in one declaration.");
        }

        if (!plan.IsIsolated || generation.Library != plan.Library)
        {
            ArgumentErrors.Throw(plan, parameter, $"was given out by a guest process of library '{generation.Library}' and leads nowhere in another process. Pass it to that library only.");
        }

        return Same(plan, parameter, generation.Guest, before);
    }

    /// <summary>The guest that must run the call because its native code keeps a buffer among its arguments; the one before where this process keeps it.</summary>
    /// <exception cref="ArgumentException">Another guest has to run it because of an argument before this one.</exception>
    public static GuestProcess? Demand(CallPlan plan, in ParameterPlan parameter, BufferLoan loan, GuestProcess? before) =>
        loan.Guest is null ? before : Same(plan, parameter, loan.Guest, before);

    private static GuestProcess? Same(CallPlan plan, in ParameterPlan parameter, GuestProcess? guest, GuestProcess? before)
    {
        if (before is not null && before != guest)
        {
            ArgumentErrors.Throw(plan, parameter, $"belongs to another guest process of library '{plan.Library}' than an argument before it. Pass what one guest gave out.");
        }

        return guest;
    }
}
