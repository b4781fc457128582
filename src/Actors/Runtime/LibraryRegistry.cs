using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The libraries of a runtime by name, and those that another declaration has replaced and that still finish their calls.</summary>
/// <remarks>Threads: any; both fields are replaced whole.</remarks>
internal sealed class LibraryRegistry
{
    private readonly FfiRuntime _runtime;
    private volatile FrozenDictionary<string, LibraryRef> _current;
    private ImmutableList<LibraryEntry> _others = []; // Changed interlocked only.

    public LibraryRegistry(FfiRuntime runtime, RuntimeDefinition definition)
    {
        _runtime = runtime;
        _current = definition.Libraries.ToFrozenDictionary(
            library => library.Name, library => new LibraryRef(runtime, runtime.Prepare(new LibraryEntry(library, definition.Time))), StringComparer.Ordinal);
    }

    /// <summary>The libraries that are declared now.</summary>
    public FrozenDictionary<string, LibraryRef> Current => _current;

    /// <summary>The same, as the runtime holds them.</summary>
    public IEnumerable<LibraryEntry> Entries => _current.Values.Select(library => library.Entry);

    /// <summary>Those that are tried, or were replaced or removed and have not ended.</summary>
    public ImmutableList<LibraryEntry> Others => _others;

    /// <summary>Notes a library that is tried, or about to end.</summary>
    public void AddOther(LibraryEntry library) => ImmutableInterlocked.Update(ref _others, static (list, one) => list.Contains(one) ? list : list.Add(one), library);

    /// <summary>Forgets one that has ended, or serves now.</summary>
    public void RemoveOther(LibraryEntry library) => ImmutableInterlocked.Update(ref _others, static (list, one) => list.Remove(one), library);

    /// <summary>Makes libraries those that are called from now on, and lets go of others.</summary>
    /// <param name="added">Those that were not declared before.</param>
    /// <param name="removed">The names of those that are not declared any more.</param>
    public void Change(IEnumerable<LibraryEntry> added, IReadOnlyCollection<string> removed)
    {
        IEnumerable<LibraryRef> kept = _current.Values.Where(library => !removed.Contains(library.Name));
        _current = kept.Concat(added.Select(library => new LibraryRef(_runtime, library))).ToFrozenDictionary(library => library.Name, StringComparer.Ordinal);
    }
}
