namespace Akka.Event;

/// <summary>An actor failed and was restarted or stopped, or failed where nothing could be done about it.</summary>
internal sealed class Error(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message);
