namespace ActorFfi;

/// <summary>What a callback without a result runs: gets the arguments that native code passed.</summary>
/// <param name="arguments">The arguments in the order of the signature; they are gone when the handler returns.</param>
public delegate void CallbackAction(ReadOnlySpan<NativeValue> arguments);
