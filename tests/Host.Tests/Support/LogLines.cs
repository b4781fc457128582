using Microsoft.Extensions.Logging;

namespace ActorFfi.Host.Tests.Support;

/// <summary>Collects what is logged: the event id and the text.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = []; // Guarded by the lock, like those that are waited for.
    private readonly List<(Func<string, bool> IsIt, TaskCompletionSource<string> Found)> _awaited = [];

    public IReadOnlyCollection<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Completes with the first such line, once there is one.</summary>
    public Task<string> LineAsync(Func<string, bool> isIt)
    {
        ArgumentNullException.ThrowIfNull(isIt);
        lock (_gate)
        {
            TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_lines.Find(line => isIt(line)) is { } line)
            {
                found.SetResult(line);
            }
            else
            {
                _awaited.Add((isIt, found));
            }

            return found.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{eventId.Id} {formatter(state, exception)} {exception}";
        lock (_gate)
        {
            _lines.Add(line);
            _awaited.FindAll(one => one.IsIt(line)).ForEach(one => one.Found.TrySetResult(line));
        }
    }

    public void Dispose()
    {
    }
}
