namespace Akka.Actor;

/// <summary>Telling the outcome of a task to an actor. The returned task never fails because the piped one did.</summary>
internal static class PipeToSupport
{
    /// <summary>Tells the result, or a <see cref="Status.Failure"/>.</summary>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        try
        {
            T result = await taskToPipe.ConfigureAwait(false);
            recipient.Tell(success is null ? result! : success(result), sender);
        }
        catch (Exception exception)
        {
            recipient.Tell(failure is null ? new Status.Failure(exception) : failure(exception), sender);
        }
    }

    /// <summary>Tells what <paramref name="success"/> makes, nothing without it, or a <see cref="Status.Failure"/>.</summary>
    public static async Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(false);
            if (success is not null)
            {
                recipient.Tell(success(), sender);
            }
        }
        catch (Exception exception)
        {
            recipient.Tell(failure is null ? new Status.Failure(exception) : failure(exception), sender);
        }
    }
}
