namespace ActorFfi;

/// <summary>Whether two declarations of one library can be served at the same time in this process.</summary>
/// <remarks>Declarations of one file share what it has in memory. That is safe where the library need not be told of starts and may be called from any thread.</remarks>
internal static class SharedMapping
{
    /// <summary>Whether a changed library must not start before the one that it replaces has ended.</summary>
    /// <exception cref="RolloutException">The changed library cannot be loaded.</exception>
    public static async Task<bool> NeedsTurnAsync(LibraryEntry current, LibraryDefinition changed)
    {
        bool bothAreHere = current.Definition.Isolation is null && changed.Isolation is null;
        return bothAreHere
            && current.State != LibraryState.Stopped
            && (IsParticular(current.Definition) || IsParticular(changed))
            && await IsMappedAsync(current, changed).ConfigureAwait(false);
    }

    // A pinned thread that is not given back is in the file.
    private static async Task<bool> IsMappedAsync(LibraryEntry current, LibraryDefinition changed)
    {
        Task<bool> look = LibraryThread.RunAsync(current, () => IsMapped(changed));
        return !await EndPatience.CompletesAsync(current, look).ConfigureAwait(false) || await look.ConfigureAwait(false);
    }

    private static bool IsParticular(LibraryDefinition library) =>
        library.OnStart.Length + library.OnStop.Length > 0
        || library.Concurrency is not null
        || library.Symbols.Any(static symbol => symbol.Concurrency is not null || symbol.KeyIndex >= 0 || symbol.Settings.Threads == ThreadMode.Pinned);

    private static bool IsMapped(LibraryDefinition changed)
    {
        try
        {
            LoadedLibrary loaded = LibraryOpening.Open(changed);
            bool wasLoaded = loaded.WasLoaded;
            loaded.Close();
            return wasLoaded;
        }
        catch (ActorFfiException failure)
        {
            throw new RolloutException($"Library '{changed.Name}' could not be loaded as the changed configuration declares it, so that nothing of it is applied: {failure.Message}", failure);
        }
    }
}
