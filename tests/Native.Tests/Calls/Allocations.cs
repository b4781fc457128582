namespace ActorFfi.Native.Tests.Calls;

/// <summary>Counts what this thread allocates.</summary>
internal static class Allocations
{
    private const int Rounds = 1000;

    /// <summary>The managed bytes that so many rounds of an action allocate once it has run before.</summary>
    public static long Of(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
