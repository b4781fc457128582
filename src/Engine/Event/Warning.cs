namespace Akka.Event;

/// <summary>An actor failed and was resumed.</summary>
internal sealed class Warning(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message);
