using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Asking: a message whose reply completes a task.</summary>
internal static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) => self.Ask<T>(message, null, cancellationToken);

    /// <summary>
    /// Fails with <see cref="AskTimeoutException"/> after the timeout (none by default), with the cause of a <see cref="Status.Failure"/>, and with an
    /// <see cref="ArgumentException"/> when the reply is of another type.
    /// </summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ActorSystem? system = self is ActorSelection selection ? selection.System : (self as IInternalActorRef)?.System;
        if (system is null)
        {
            throw new ArgumentException($"Unable to resolve the target Provider of '{self}'", nameof(self));
        }

        FutureActorRef<T> future = new(system);
        Task<T> reply = future.Reply(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken);
        self.Tell(message, future);
        return reply;
    }
}
