namespace Akka.Event;

/// <summary>Something that the engine reports on the event stream.</summary>
internal abstract class LogEvent(Exception? cause, string logSource, Type logClass, object message)
{
    public Exception? Cause { get; } = cause;

    /// <summary>The path of the actor it is about.</summary>
    public string LogSource { get; } = logSource;

    public Type LogClass { get; } = logClass;

    public object Message { get; } = message;
}
