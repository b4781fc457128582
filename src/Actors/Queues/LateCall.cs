namespace ActorFfi;

/// <summary>A call whose deadline has passed, with what must be known of it once it may be answered, and even reused, by others.</summary>
/// <param name="Call">The call.</param>
/// <param name="Use">Which use of a pooled call it was.</param>
/// <param name="Library">The name of the library.</param>
/// <param name="Symbol">The name of the symbol.</param>
/// <param name="Timeout">How long it had.</param>
internal readonly record struct LateCall(NativeCall Call, long Use, string Library, string Symbol, TimeSpan Timeout)
{
    /// <summary>The failure of the call.</summary>
    public CallTimeoutException Failure(bool hasBegun, bool isEnded = false) => new(Library, Symbol, Timeout, hasBegun, isEnded);
}
