namespace ActorFfi.Tests.Generated;

/// <summary>One call of a generated function: what goes in, and what must come out.</summary>
/// <param name="Symbol">The function to call.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Check">Compares every byte that native and managed code saw, given what the call answered.</param>
internal sealed record GeneratedExchange(string Symbol, NativeArgument[] Arguments, Action<NativeValue> Check);
