using System.Net;

namespace ActorFfi;

/// <summary>One line for each action of an administrator, whatever became of it.</summary>
internal sealed partial class AuditLog(ILogger<AuditLog> logger)
{
    /// <summary>Notes what somebody did.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What was asked for.</param>
    /// <param name="library">Of which library.</param>
    /// <param name="failure">Why it failed; null where it did not.</param>
    public void Write(HttpContext context, string action, string library, Exception? failure)
    {
        Caller caller = Caller.Of(context);
        if (failure is null)
        {
            Done(action, library, caller.Name, context.Connection.RemoteIpAddress);
        }
        else
        {
            Failed(action, library, caller.Name, context.Connection.RemoteIpAddress, failure.Message);
        }
    }

    [LoggerMessage(EventId = 1100, Level = LogLevel.Information, Message = "Audit: {Action} of library '{Library}' by '{Caller}' from {Remote} was done.")]
    private partial void Done(string action, string library, string caller, IPAddress? remote);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Audit: {Action} of library '{Library}' by '{Caller}' from {Remote} failed: {Reason}")]
    private partial void Failed(string action, string library, string caller, IPAddress? remote, string reason);
}
