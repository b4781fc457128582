namespace ActorFfi;

/// <summary>The command line, or a file it names, is wrong; nothing was started or called.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : ActorFfiException(message, innerException);
