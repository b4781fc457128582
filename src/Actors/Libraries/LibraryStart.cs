namespace ActorFfi;

/// <summary>The start of a library: opens it, resolves it, and runs its <c>OnStart</c> calls.</summary>
internal static class LibraryStart
{
    /// <summary>Starts a generation once the previous one has let go.</summary>
    /// <exception cref="LibraryStartException">A call of <c>OnStart</c> failed; the library is closed again.</exception>
    /// <exception cref="TooManyAbandonedException">Native code has not given the library's pinned thread back, so that nothing can run there.</exception>
    public static async Task<LoadedLibrary> RunAsync(LibraryEntry library, LibraryGeneration generation)
    {
        await library.Closing.ConfigureAwait(false);
        if (library is { EndedInUse: true, PinnedThread: { } thread } && !await IsFreeAsync(thread, library.Definition.StopTimeout).ConfigureAwait(false))
        {
            throw new TooManyAbandonedException(library);
        }

        return await LibraryThread.RunAsync(library, () => Run(library, generation)).ConfigureAwait(false);
    }

    // A call that has just been answered may not have left the thread yet.
    private static async Task<bool> IsFreeAsync(PinnedThread thread, TimeSpan patience)
    {
        Task<bool> free = thread.RunAsync(static () => true);
        await ((Task)free).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return free.IsCompletedSuccessfully;
    }

    private static LoadedLibrary Run(LibraryEntry library, LibraryGeneration generation)
    {
        LoadedLibrary loaded = LibraryOpening.Open(library.Definition);
        if (generation.Number > 1 && loaded.WasLoaded)
        {
            RuntimeLog.SameMapping(library.Logger, library.Name, library.KeptBecause ?? "it is linked to stay, or something else in this process uses it");
        }

        try
        {
            LifecycleCalls.Run(library, loaded, generation, library.Definition.OnStart);
            return loaded;
        }
        catch
        {
            generation.End();
            LibraryEnd.Unload(library, loaded, generation);
            throw;
        }
    }
}
