using Akka.Actor;

namespace ActorFfi;

/// <summary>Who is there and who needs whom: the libraries of the runtime's actor, and what the names mean that they depend on.</summary>
/// <remarks>A name means the library that is declared under it; for a library on trial, those that are tried with it come first. Threads: the actor's.</remarks>
internal sealed class LibraryChildren
{
    private readonly Dictionary<LibraryEntry, LibraryChild> _all;
    private readonly Dictionary<string, LibraryChild> _declared; // What names mean; one that is not declared any more, until its library is forgotten.
    private readonly Dictionary<string, LibraryChild> _tried = new(StringComparer.Ordinal); // What they are to mean.

    public LibraryChildren(IEnumerable<LibraryEntry> libraries)
    {
        _all = libraries.ToDictionary(static library => library, static library => new LibraryChild(library));
        _declared = _all.Values.ToDictionary(static child => child.Library.Name, StringComparer.Ordinal);
    }

    /// <summary>All of them: declared, on trial, and replaced ones that have not ended.</summary>
    public IReadOnlyCollection<LibraryChild> All => _all.Values;

    /// <summary>What is remembered of a library; null where it has ended for good.</summary>
    public LibraryChild? Find(LibraryEntry library) => _all.GetValueOrDefault(library);

    /// <summary>The library of an actor; null where it has none any more.</summary>
    public LibraryChild? Find(IActorRef actor) => _all.Values.FirstOrDefault(child => actor.Equals(child.Actor));

    /// <summary>Adds libraries on trial.</summary>
    public LibraryChild[] Try(IEnumerable<LibraryEntry> libraries)
    {
        LibraryChild[] added = [.. libraries.Select(static library => new LibraryChild(library))];
        foreach (LibraryChild child in added)
        {
            _all.Add(child.Library, child);
            _tried.Add(child.Library.Name, child);
        }

        return added;
    }

    /// <summary>Lets names mean these libraries from now on.</summary>
    public void Accept(IEnumerable<LibraryEntry> libraries)
    {
        foreach (LibraryEntry library in libraries)
        {
            _all.TryAdd(library, new LibraryChild(library));
            _declared[library.Name] = _all[library];
            _tried.Remove(library.Name);
        }
    }

    /// <summary>Lets a library be nothing that names mean for those on trial.</summary>
    public void EndTrial(LibraryChild child)
    {
        if (_tried.GetValueOrDefault(child.Library.Name) == child)
        {
            _tried.Remove(child.Library.Name);
        }
    }

    /// <summary>Forgets a library that has ended for good.</summary>
    public void Forget(LibraryChild child)
    {
        _all.Remove(child.Library);
        if (_declared.GetValueOrDefault(child.Library.Name) == child)
        {
            _declared.Remove(child.Library.Name);
        }
    }

    /// <summary>Of what a library depends on, what keeps it from starting for longest; null where all of it is ready.</summary>
    public LibraryChild? MissingOf(LibraryChild child) => child.Library.Definition.DependsOn
        .Select(name => Meant(name, child))
        .OfType<LibraryChild>()
        .Where(static other => other.Library.State != LibraryState.Ready)
        .MaxBy(other => HopeOf(RootOf(other).Library.State));

    /// <summary>The library that others wait for in the end: the one that waits for no further.</summary>
    public LibraryChild RootOf(LibraryChild missing) =>
        missing.WaitsForOthers && MissingOf(missing) is { } further ? RootOf(further) : missing;

    /// <summary>The way from a library to that one, as the part of a sentence.</summary>
    public string ChainOf(LibraryChild missing) => missing.WaitsForOthers && MissingOf(missing) is { } further
        ? $"library '{missing.Library.Name}', which needs {ChainOf(further)}"
        : $"library '{missing.Library.Name}', which is {missing.Library.State}";

    /// <summary>Those that wait for a library, and perhaps for others.</summary>
    public LibraryChild[] DependentsOf(LibraryChild child) =>
        [.. _all.Values.Where(other => other.WaitsForOthers && other.Library.Definition.DependsOn.Any(name => Meant(name, other) == child))];

    // Null where a library that is about to end needs one that has ended before it.
    private LibraryChild? Meant(string name, LibraryChild by) =>
        _tried.ContainsValue(by) && _tried.TryGetValue(name, out LibraryChild? tried) ? tried : _declared.GetValueOrDefault(name);

    private static int HopeOf(LibraryState state) => state switch
    {
        LibraryState.Loading => 0,
        LibraryState.BackingOff => 1,
        _ => 2,
    };
}
