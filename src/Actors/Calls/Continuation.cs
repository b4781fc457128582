namespace ActorFfi;

/// <summary>Code that awaits a promise and wants to be resumed in a certain place: with a synchronization context, on a task scheduler, or with an execution context.</summary>
/// <param name="Code">The code.</param>
/// <param name="State">What it gets.</param>
/// <param name="Flow">The execution context to run it in; null for whichever is there.</param>
internal sealed record Continuation(Action<object?> Code, object? State, ExecutionContext? Flow)
{
    /// <summary>Where code that asks to be resumed where it is now has to be: a synchronization context or a task scheduler; null for anywhere on the thread pool.</summary>
    public static object? CurrentPlace => SynchronizationContext.Current is { } context && context.GetType() != typeof(SynchronizationContext)
        ? context
        : TaskScheduler.Current is { } scheduler && scheduler != TaskScheduler.Default ? scheduler : null;

    /// <summary>Has the code resumed in a place, by another thread than this one.</summary>
    public void Queue(object? place)
    {
        switch (place)
        {
            case SynchronizationContext context:
                context.Post(static continuation => ((Continuation)continuation!).Run(), this);
                break;
            case TaskScheduler scheduler:
                Task.Factory.StartNew(static continuation => ((Continuation)continuation!).Run(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
                break;
            default:
                ThreadPool.UnsafeQueueUserWorkItem(static continuation => continuation.Run(), this, preferLocal: true);
                break;
        }
    }

    private void Run()
    {
        if (Flow is null)
        {
            Code(State);
        }
        else
        {
            ExecutionContext.Run(Flow, new ContextCallback(Code), State);
        }
    }
}
