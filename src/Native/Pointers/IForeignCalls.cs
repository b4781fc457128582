namespace ActorFfi;

/// <summary>Calls functions that a library gave out, under the limits of that library.</summary>
internal interface IForeignCalls
{
    /// <summary>Calls a function on this thread.</summary>
    NativeValue Invoke(NativeFunction function, ReadOnlySpan<NativeArgument> arguments);

    /// <summary>The failure of a call that comes while the library is not loaded.</summary>
    Exception Unavailable();
}
