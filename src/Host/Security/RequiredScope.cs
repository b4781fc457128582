namespace ActorFfi;

/// <summary>What an endpoint needs: metadata of its route.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record RequiredScope(AccessScope Scope);
