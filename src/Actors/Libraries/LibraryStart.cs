namespace ActorFfi;

/// <summary>The start of a library: opens it, resolves it, and runs its <c>OnStart</c> calls.</summary>
internal static class LibraryStart
{
    /// <summary>Starts a generation once the previous one has let go.</summary>
    /// <exception cref="LibraryStartException">A call of <c>OnStart</c> failed; the library is closed again.</exception>
    public static async Task<LoadedLibrary> RunAsync(LibraryEntry library, LibraryGeneration generation)
    {
        await library.Closing.ConfigureAwait(false);
        return await LibraryThread.RunAsync(library, () => Run(library, generation)).ConfigureAwait(false);
    }

    private static LoadedLibrary Run(LibraryEntry library, LibraryGeneration generation)
    {
        LoadedLibrary loaded = LibraryOpening.Open(library.Definition);
        try
        {
            LifecycleCalls.Run(library, loaded, generation, library.Definition.OnStart);
            return loaded;
        }
        catch
        {
            loaded.Close();
            throw;
        }
    }
}
