namespace ActorFfi;

/// <summary>What is to be done so that a library has the guests that it is declared to have. A pure function.</summary>
/// <param name="Start">How many are to be started.</param>
/// <param name="Stop">How many spares are too many.</param>
internal readonly record struct GuestPlan(int Start, int Stop)
{
    /// <summary>Decides.</summary>
    /// <param name="processes">How many are to take calls.</param>
    /// <param name="spares">How many are to be ready besides.</param>
    /// <param name="state">How many there are.</param>
    public static GuestPlan For(int processes, int spares, in GuestCensus state)
    {
        int missing = processes + spares - state.Active - state.Spare - state.Starting - state.Delayed;
        return new GuestPlan(Math.Max(0, missing), Math.Max(0, state.Spare - spares));
    }
}
