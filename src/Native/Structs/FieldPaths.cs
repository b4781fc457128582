using System.Collections.Concurrent;

namespace ActorFfi;

/// <summary>The paths that were followed through a type already.</summary>
internal sealed class FieldPaths(NativeType type)
{
    // Paths with changing indices would otherwise pile up for ever.
    private const int MostKept = 1024;

    private readonly ConcurrentDictionary<string, FieldPath> _paths = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is no such member or element.</exception>
    public FieldPath Find(string path)
    {
        if (_paths.TryGetValue(path, out FieldPath? known))
        {
            return known;
        }

        FieldPath found = FieldPathReader.Read(type, path);
        if (_paths.Count < MostKept)
        {
            _paths.TryAdd(path, found);
        }

        return found;
    }
}
