namespace ActorFfi;

/// <summary>A callback that could not answer native code, which got the fallback instead.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Callback">The name of the callback.</param>
/// <param name="Library">The library that called back, or that it was last passed to; null where it never was.</param>
/// <param name="Message">What happened, why, and what to do next.</param>
/// <param name="Exception">What the handler threw; null where it did not run. It also fails the call that caused it, where that still runs.</param>
public sealed record CallbackReport(CallbackReportKind Kind, string Callback, string? Library, string Message, Exception? Exception)
{
    /// <summary>The symbol whose call called back; null for a native thread that is inside no call.</summary>
    public string? Symbol { get; init; }

    /// <summary>The start of that library; null as above. Libraries of several runtimes may have one name.</summary>
    internal LibraryGeneration? Generation { get; init; }
}
