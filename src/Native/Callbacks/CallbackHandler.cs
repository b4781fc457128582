namespace ActorFfi;

/// <summary>What a callback with a result runs: gets the arguments that native code passed and gives the result.</summary>
/// <param name="arguments">The arguments in the order of the signature; they are gone when the handler returns.</param>
/// <returns>The result; it is checked against the declared type, and one out of range is a failure of the callback.</returns>
public delegate NativeArgument CallbackHandler(ReadOnlySpan<NativeValue> arguments);
