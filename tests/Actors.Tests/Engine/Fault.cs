namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Makes the test actors that take it throw.</summary>
internal sealed record Fault(string Reason)
{
    public InvalidOperationException ToException() => new(Reason);
}
