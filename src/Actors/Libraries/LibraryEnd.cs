namespace ActorFfi;

/// <summary>The end of a generation: waits for its calls, runs <c>OnStop</c>, unloads the library unless something holds it, and gives the buffers back that it kept.</summary>
internal static class LibraryEnd
{
    /// <summary>Ends a generation; never fails, because the next one waits for it.</summary>
    /// <param name="library">The library, whose workers take no more calls.</param>
    /// <param name="start">The start of the generation, which may still be going on.</param>
    /// <param name="generation">The generation, which has ended, so that no use of it begins.</param>
    public static async Task RunAsync(LibraryEntry library, Task<LoadedLibrary> start, LibraryGeneration generation)
    {
        if (!await EndPatience.CompletesAsync(library, start).ConfigureAwait(false))
        {
            Leave(library, "an initialiser of it, or 'OnStart', has not returned");
            return;
        }

        if (!start.IsCompletedSuccessfully)
        {
            return; // The start closed what it had opened.
        }

        LoadedLibrary loaded = await start.ConfigureAwait(false);
        library.EndedInUse = !await FinishAsync(library, generation).ConfigureAwait(false);
        if (library.EndedInUse)
        {
            library.KeptBecause = "native code has not returned from a call of the previous generation";
            Keep(library, loaded, generation);
            RuntimeLog.EndSkipped(library.Logger, library.Name, library.Abandoned);
        }
        else if (!await ReturnsAsync(library, () => RunOnStop(library, loaded, generation)).ConfigureAwait(false))
        {
            Keep(library, loaded, generation);
            Leave(library, "'OnStop' has not returned");
        }
        else if (!await ReturnsAsync(library, () => Close(library, loaded, generation)).ConfigureAwait(false))
        {
            Leave(library, "a finaliser of it has not returned");
        }
    }

    /// <summary>Unloads a library that nobody uses, with what earlier generations kept of it, unless something holds it.</summary>
    public static void Unload(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        lock (library.Kept)
        {
            library.Kept.Add((loaded, generation));
            library.KeptBecause = null;
            library.Kept.RemoveAll(kept => TryClose(library, kept.Loaded, kept.Generation));
        }

        if (library.KeptBecause is { } reason)
        {
            RuntimeLog.LibraryKept(library.Logger, library.Name, reason);
        }
    }

    private static bool TryClose(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        string? reason = library.Definition.KeepLoaded ? "it is declared so ('KeepLoaded')"
            : generation.Holds.Reason ?? (generation.IsUsed ? "native code has not returned from a call" : null);
        library.KeptBecause ??= reason;
        if (reason is null)
        {
            loaded.Close();
        }

        return reason is null;
    }

    // Synchronous calls, and views of native memory, are waited for like the calls of workers.
    private static async Task<bool> FinishAsync(LibraryEntry library, LibraryGeneration generation)
    {
        Task unused = generation.WhenUnused();
        await Task.WhenAll(library.WhenNoneRuns(), unused).WaitAsync(library.Definition.StopTimeout, library.EndOfPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        library.AbandonRunning(library.Unavailable());
        return unused.IsCompleted && library.Abandoned == 0;
    }

    private static async Task<bool> ReturnsAsync(LibraryEntry library, Func<bool> step)
    {
        Task<bool> work = LibraryThread.RunAsync(library, step);
        bool returns = await EndPatience.CompletesAsync(library, work).ConfigureAwait(false);
        if (work.Exception?.InnerException is { } failure)
        {
            RuntimeLog.EndFailed(library.Logger, library.Name, failure.Message, failure);
        }

        return returns;
    }

    private static void Keep(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        lock (library.Kept)
        {
            library.Kept.Add((loaded, generation));
        }
    }

    // Native code goes on on the thread that it has. The next start comes all the same, unless that is the only thread there may be.
    private static void Leave(LibraryEntry library, string reason)
    {
        library.EndedInUse = true;
        library.KeptBecause = reason;
        RuntimeLog.EndOverran(library.Logger, library.Name, $"{reason}, so that it stays loaded and its thread is left to native code");
    }

    // Where the library stays loaded on account of code that may run on, that may go on using the buffers which it keeps.
    private static bool Close(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        Unload(library, loaded, generation);
        if (generation.Holds.Reason is null)
        {
            generation.Loans.Close();
        }

        return true;
    }

    // It counts as a use, so that the library stays loaded as long as it runs.
    private static bool RunOnStop(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation)
    {
        generation.CountUse();
        try
        {
            LifecycleCalls.Run(library, loaded, generation, library.Definition.OnStop);
        }
        catch (LibraryStartException failure)
        {
            RuntimeLog.EndFailed(library.Logger, library.Name, failure.Message, failure);
        }
        finally
        {
            generation.EndCountedUse();
        }

        return true;
    }
}
