namespace ActorFfi;

/// <summary>The end of a generation: waits for its calls, runs <c>OnStop</c>, and lets go of the library and of the buffers that it kept.</summary>
internal static class LibraryEnd
{
    /// <summary>Ends a generation; never fails, because the next one waits for it.</summary>
    /// <param name="library">The library, whose workers take no more calls.</param>
    /// <param name="start">The start of the generation, which may still be going on.</param>
    /// <param name="generation">The generation.</param>
    public static async Task RunAsync(LibraryEntry library, Task<LoadedLibrary> start, LibraryGeneration generation)
    {
        await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!start.IsCompletedSuccessfully)
        {
            return; // The start closed what it had opened.
        }

        LoadedLibrary loaded = await start.ConfigureAwait(false);
        await FinishCallsAsync(library).ConfigureAwait(false);
        if (library.Abandoned > 0)
        {
            RuntimeLog.EndSkipped(library.Logger, library.Name, library.Abandoned);
        }
        else
        {
            await LibraryThread.RunAsync(library, () => Stop(library, loaded, generation)).ConfigureAwait(false);
            generation.Loans.Close();
        }
    }

    private static async Task FinishCallsAsync(LibraryEntry library)
    {
        Task ended = library.WhenNoneRuns();
        await ended.WaitAsync(library.Definition.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            library.AbandonRunning(library.Unavailable());
        }
    }

    // With a call still running inside, neither OnStop nor closing would be safe.
    private static bool Stop(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        try
        {
            LifecycleCalls.Run(library, loaded, generation, library.Definition.OnStop);
            return true;
        }
        catch (LibraryStartException failure)
        {
            RuntimeLog.EndFailed(library.Logger, library.Name, failure.Message, failure);
            return false;
        }
    }
}
