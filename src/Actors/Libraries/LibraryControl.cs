using Akka.Actor;

namespace ActorFfi;

/// <summary>Asks the runtime's actor to start, restart, drain or stop a library.</summary>
internal static class LibraryControl
{
    /// <summary>Completes when it is so, or fails with the reason why not.</summary>
    public static Task SendAsync(IActorRef runtime, LibraryEntry library, LibraryIntent intent)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        runtime.Tell(new LibraryCommand(library, intent, done), ActorRefs.NoSender);
        return done.Task;
    }

    /// <summary>Completes when all guests of a library have been replaced, or fails with the reason why not.</summary>
    public static Task RollAsync(IActorRef runtime, LibraryEntry library)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        library.Guests!.Rolls.Add(done);
        runtime.Tell(new GuestRoll(library, done), ActorRefs.NoSender);
        return done.Task;
    }
}
