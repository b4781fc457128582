namespace ActorFfi.Actors.Tests;

/// <summary>Makes a worker fail the way only a defect would.</summary>
internal static class FaultInjection
{
    /// <summary>The next call of the symbol ends in an exception inside its worker.</summary>
    public static void FailNext(SymbolRef symbol)
    {
        NativeFunction function = symbol.Entry.Function!;
        CallPlan faulty = new(symbol.Entry.LibraryName, symbol.Declaration)
        {
            Stub = (_, _) =>
            {
                symbol.Entry.Publish(function);
                throw new InvalidOperationException("This fault was injected into the worker.");
            },
        };
        symbol.Entry.Publish(new NativeFunction(faulty, 1, function.Generation));
    }
}
