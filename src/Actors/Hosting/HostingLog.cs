using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>What a host's log says of the runtime; event ids are stable.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1000, LogLevel.Information, "Library '{Library}' is ready with {Symbols} symbols.")]
    public static partial void LibraryReady(ILogger logger, string library, int symbols);

    [LoggerMessage(1001, LogLevel.Error, "Library '{Library}' is {State} and serves no calls: {Reason}")]
    public static partial void LibraryNotReady(ILogger logger, string library, LibraryState state, string reason, Exception? cause);

    [LoggerMessage(1002, LogLevel.Information, "Stopping {Libraries} native libraries: no new calls, and those that were accepted are finished.")]
    public static partial void Stopping(ILogger logger, int libraries);

    [LoggerMessage(1003, LogLevel.Information, "The native libraries have stopped.")]
    public static partial void Stopped(ILogger logger);
}
