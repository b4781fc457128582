using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Hosting;

/// <summary>Keeps the event ids, the text and the exceptions of what is logged.</summary>
internal sealed class RecordingLoggerProvider : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, int EventId, string Message, Exception? Exception)> _events = [];

    public IEnumerable<string> MessagesOf(int eventId) => _events.Where(logged => logged.EventId == eventId).Select(logged => logged.Message);

    public IEnumerable<Exception?> ExceptionsOf(int eventId) => _events.Where(logged => logged.EventId == eventId).Select(logged => logged.Exception);

    public IEnumerable<int> EventIdsOf(string category) => _events.Where(logged => logged.Category == category).Select(logged => logged.EventId);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordingLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner._events.Enqueue((category, eventId.Id, formatter(state, exception), exception));
    }
}
