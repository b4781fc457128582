using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Tells what happens to code of the application. What that throws is logged: it would end an actor, a worker or the process.</summary>
internal static class EventListeners
{
    /// <summary>Tells each of them, whatever the others throw.</summary>
    public static void Tell<T>(Action<T>? listeners, T happening, ILogger logger, string library)
    {
        foreach (Action<T> listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(happening);
            }
            catch (Exception thrown)
            {
                RuntimeLog.ListenerThrew(logger, library, "", thrown);
            }
        }
    }
}
