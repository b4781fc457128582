using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A call that a library's start or end makes: a declared symbol and its arguments.</summary>
/// <param name="Symbol">The name of the symbol as callers know it.</param>
/// <param name="Arguments">The arguments in order.</param>
internal sealed record LifecycleCall(string Symbol, ImmutableArray<NativeArgument> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Symbol}({string.Join(", ", Arguments)})";
}
