namespace ActorFfi.Actors.Tests;

/// <summary>Call ids that no other test of this process uses; the fixture counts executions by them.</summary>
internal static class CallIds
{
    private static uint next;

    public static uint Next(uint count) => Interlocked.Add(ref next, count) - count;
}
