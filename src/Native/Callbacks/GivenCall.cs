namespace ActorFfi;

/// <summary>A call that was given a callback, as long as it runs.</summary>
/// <param name="Target">What the callback leads to.</param>
/// <param name="Scope">The call; its scope serves others afterwards.</param>
/// <param name="Number">Which giving it was, counted by the callback.</param>
internal readonly record struct GivenCall(CallbackTarget Target, NativeCallScope Scope, long Number)
{
    /// <summary>Whether native code has not returned from the call.</summary>
    public bool IsRunning => Target.IsStillGivenTo(this);
}
