using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What an actor is told when native code runs a callback that was made for it.</summary>
/// <param name="Callback">The name of the callback.</param>
/// <param name="Arguments">What native code passed; texts and structs are copies, pointers are valid only as long as native code says.</param>
public sealed record CallbackMessage(string Callback, ImmutableArray<NativeValue> Arguments);
