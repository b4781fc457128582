using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>A logger that never throws: threads of ours log, on which nobody would catch it, and a provider may be disposed before the last of them ends.</summary>
/// <param name="inner">The logger of the application.</param>
internal sealed class SafeLogger(ILogger inner) : ILogger
{
    private long _lost; // Interlocked.

    /// <summary>How many messages the application's logger did not take.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _lost);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _lost); // There is nowhere else to say it.
        }
    }
}
