using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>What a host's log says of the runtime as a whole; event ids are stable, and go on in <see cref="RuntimeLog"/>.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1002, LogLevel.Information, "Stopping {Libraries} native libraries: no new calls, and those that were accepted are finished.")]
    public static partial void Stopping(ILogger logger, int libraries);

    [LoggerMessage(1003, LogLevel.Information, "The native libraries have stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1005, LogLevel.Critical, "Critical library '{Library}' has failed, so the service stops: {Reason}")]
    public static partial void CriticalFailure(ILogger logger, string library, string reason, Exception? cause);
}
