namespace ActorFfi;

/// <summary>The deadline of a synchronous call in a guest, which is ended when it passes.</summary>
internal sealed class GuestTimeout : IDisposable
{
    private readonly ITimer _timer;

    private GuestTimeout(Guest guest, SymbolEntry symbol)
    {
        TimeSpan timeout = symbol.Settings.Timeout;
        _timer = symbol.Library.Time.CreateTimer(
            _ => guest.KillFor(this, new CallTimeoutException(symbol.LibraryName, symbol.Name, timeout, hasBegun: true, isEnded: true), CallTimeoutException.WhyEnded(symbol.Name, timeout)),
            null,
            timeout,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins a deadline; null where the symbol has none.</summary>
    public static GuestTimeout? Begin(Guest guest, SymbolEntry symbol) => symbol.HasTimeout ? new GuestTimeout(guest, symbol) : null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
