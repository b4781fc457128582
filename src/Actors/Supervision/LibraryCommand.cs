namespace ActorFfi;

/// <summary>To the runtime's actor: somebody wants a library started, restarted or stopped.</summary>
/// <param name="Library">The library.</param>
/// <param name="Intent">What is wanted.</param>
/// <param name="Done">Completed when it is so, or failed with the reason why not.</param>
internal sealed record LibraryCommand(LibraryEntry Library, LibraryIntent Intent, TaskCompletionSource Done)
{
    /// <summary>Answers for a library that was replaced or removed, and has ended: it is what some want.</summary>
    public void AnswerEnded()
    {
        if (Intent is LibraryIntent.Drain or LibraryIntent.Stop)
        {
            Done.TrySetResult();
        }
        else
        {
            Done.TrySetException(Library.Unavailable());
        }
    }
}
