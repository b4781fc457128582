namespace ActorFfi;

/// <summary>What is to be done so that a library has the guests that it is declared to have. A pure function.</summary>
/// <param name="Activate">How many of those that are ready take calls from now on.</param>
/// <param name="Start">How many are to be started.</param>
internal readonly record struct GuestPlan(int Activate, int Start)
{
    /// <summary>Decides.</summary>
    /// <param name="processes">How many are to serve.</param>
    /// <param name="spares">How many are to be ready besides.</param>
    /// <param name="state">How many there are.</param>
    public static GuestPlan For(int processes, int spares, in GuestCensus state)
    {
        int activate = Math.Clamp(processes - state.Active, 0, state.Ready);
        int missing = processes + spares - state.Active - state.Ready - state.Starting - state.Delayed;
        return new GuestPlan(activate, Math.Max(0, missing));
    }
}
