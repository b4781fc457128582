namespace ActorFfi;

/// <summary>The order in which libraries end: each before those it depends on.</summary>
internal static class EndOrder
{
    /// <summary>The libraries in this order; declarations have been checked for circles.</summary>
    public static LibraryEntry[] Of(IReadOnlyCollection<LibraryEntry> libraries)
    {
        ILookup<string, LibraryEntry> byName = libraries.ToLookup(static library => library.Name, StringComparer.Ordinal);
        HashSet<LibraryEntry> seen = [];
        return [.. libraries.SelectMany(Visit).Reverse()];

        IEnumerable<LibraryEntry> Visit(LibraryEntry library) =>
            seen.Add(library) ? [.. library.Definition.DependsOn.SelectMany(name => byName[name]).SelectMany(Visit), library] : [];
    }

    /// <summary>Ends libraries at the same time, as far as none needs another one of them.</summary>
    /// <param name="libraries">The libraries.</param>
    /// <param name="endAsync">Ends one; it is given what completes once those that depend on it have ended.</param>
    /// <returns>What completes once each has ended.</returns>
    public static Task[] End(IReadOnlyCollection<LibraryEntry> libraries, Func<LibraryEntry, Task, Task> endAsync)
    {
        Dictionary<LibraryEntry, Task> ends = [];
        foreach (LibraryEntry library in Of(libraries))
        {
            Task dependents = Task.WhenAll(ends.Where(end => end.Key.Definition.DependsOn.Contains(library.Name)).Select(static end => end.Value));
            ends.Add(library, endAsync(library, dependents));
        }

        return [.. ends.Values];
    }
}
