namespace ActorFfi;

/// <summary>A library as the service shows it.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Generation">How often it has been started.</param>
/// <param name="Since">Since when it is in its state.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="NextAttempt">When it is started again; null where that is not planned.</param>
/// <param name="Failure">What failed; null where nothing did.</param>
/// <param name="AcceptedCalls">How many calls are queued or running.</param>
/// <param name="LiveBuffers">How many of its buffers are alive.</param>
/// <param name="LiveBytes">How many bytes these have.</param>
/// <param name="Metrics">What was measured of its calls.</param>
/// <param name="Symbols">Its symbols, by name.</param>
/// <param name="Isolated">Whether it runs in processes of its own.</param>
/// <param name="Guests">These processes.</param>
/// <param name="Crashes">How such processes died, the newest first.</param>
internal sealed record LibraryView(
    string Name,
    LibraryState State,
    int Generation,
    DateTimeOffset Since,
    string Reason,
    DateTimeOffset? NextAttempt,
    string? Failure,
    int AcceptedCalls,
    long LiveBuffers,
    long LiveBytes,
    LibraryMetrics Metrics,
    IReadOnlyList<SymbolView> Symbols,
    bool Isolated,
    IReadOnlyList<GuestView> Guests,
    IReadOnlyList<CrashView> Crashes)
{
    /// <summary>The library as it is now.</summary>
    public static LibraryView Of(LibraryRef library, LibraryMetrics metrics)
    {
        LibraryStatus status = library.Status;
        return new LibraryView(
            library.Name,
            status.State,
            library.Generation,
            status.Since,
            status.Reason,
            status.NextAttempt,
            status.Cause is { } cause ? FailureText.Of(cause) : null,
            library.AcceptedCalls,
            library.LiveBuffers,
            library.LiveBytes,
            metrics,
            [.. library.Symbols.Order(StringComparer.Ordinal).Select(name => SymbolView.Of(library, name))],
            library.IsIsolated,
            GuestView.AllOf(library),
            CrashView.AllOf(library));
    }
}
