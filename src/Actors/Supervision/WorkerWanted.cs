namespace ActorFfi;

/// <summary>To a symbol's actor: calls wait and no worker is idle.</summary>
internal sealed record WorkerWanted
{
    public static readonly WorkerWanted Instance = new();
}
