using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A native library in this process, with the addresses of everything that is declared of it.</summary>
/// <remarks>Threads: any. Whoever closes it guarantees that no call is running and that no address is used afterwards.</remarks>
internal sealed class LoadedLibrary
{
    private readonly string _name;
    private readonly FrozenDictionary<string, nint> _addresses;

    // The loader's handle; exchanged for 0 by the one close that counts.
    private nint _handle;

    private LoadedLibrary(string name, string path, nint handle, bool wasLoaded, FrozenDictionary<string, nint> addresses)
    {
        WasLoaded = wasLoaded;
        _name = name;
        Path = path;
        _handle = handle;
        _addresses = addresses;
    }

    /// <summary>The path that was loaded; a bare name where the system's search found it.</summary>
    public string Path { get; }

    /// <summary>Whether the file was loaded before this library was opened, so that its variables are as somebody left them.</summary>
    public bool WasLoaded { get; }

    /// <summary>Loads the first candidate that can be loaded and resolves all symbols.</summary>
    /// <param name="name">The name of the library, for messages.</param>
    /// <param name="candidates">Paths or bare names, in order of preference; at least one.</param>
    /// <param name="symbols">What is declared; each name once.</param>
    /// <param name="baseDirectory">What relative paths start from; null for the current directory.</param>
    /// <param name="sha256">The SHA-256 that the file must have, in hexadecimal; null for any file.</param>
    /// <exception cref="LibraryHashException">The first candidate that exists is another file than the pinned one; nothing of it has run.</exception>
    /// <exception cref="LibraryLoadException">No candidate can be loaded.</exception>
    /// <exception cref="MissingSymbolsException">The library lacks symbols that are not optional; it is unloaded again.</exception>
    /// <exception cref="ArgumentException">There is no candidate, or two symbols have one name.</exception>
    public static LoadedLibrary Open(string name, IReadOnlyList<string> candidates, IEnumerable<SymbolDeclaration> symbols, string? baseDirectory = null, string? sha256 = null)
    {
        SymbolDeclaration[] declared = [.. symbols];
        RefuseDuplicates(name, declared);
        (string path, nint handle, bool wasLoaded) = Load(name, candidates, baseDirectory ?? LibraryPaths.CurrentDirectory, sha256);
        Dictionary<string, nint> addresses = new(StringComparer.Ordinal);
        foreach (SymbolDeclaration symbol in declared)
        {
            addresses[symbol.Name] = Find(handle, symbol.NativeName);
        }

        string[] missing = [.. declared.Where(symbol => !symbol.IsOptional && addresses[symbol.Name] == 0).Select(symbol => symbol.NativeName).Distinct()];
        if (missing.Length > 0)
        {
            LibraryLoader.Current.Unload(handle);
            throw new MissingSymbolsException(name, path, [.. missing]);
        }

        return new LoadedLibrary(name, path, handle, wasLoaded, addresses.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The address of a symbol; 0 for an optional one that the library lacks.</summary>
    /// <param name="declaredName">The name it is declared under.</param>
    /// <exception cref="ArgumentException">The symbol is not declared.</exception>
    /// <exception cref="ObjectDisposedException">The library is closed.</exception>
    public nint AddressOf(string declaredName)
    {
        if (Volatile.Read(ref _handle) == 0)
        {
            throw new ObjectDisposedException(_name, $"Library '{_name}' is closed, so symbol '{declaredName}' has no address. Open the library again.");
        }

        return _addresses.TryGetValue(declaredName, out nint address)
            ? address
            : throw new ArgumentException($"Symbol '{declaredName}' of library '{_name}' is not declared. Declare it before it is used.", nameof(declaredName));
    }

    /// <summary>Unloads the library; again does nothing.</summary>
    /// <remarks>The system keeps it where something else holds it or it was linked to stay.</remarks>
    public void Close()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            LibraryLoader.Current.Unload(handle);
        }
    }

    private static (string Path, nint Handle, bool WasLoaded) Load(string name, IReadOnlyList<string> candidates, string baseDirectory, string? sha256)
    {
        if (candidates.Count == 0)
        {
            throw new ArgumentException($"Library '{name}' has no path. Give at least one.", nameof(candidates));
        }

        ImmutableArray<LoadAttempt>.Builder attempts = ImmutableArray.CreateBuilder<LoadAttempt>();
        foreach (string candidate in candidates)
        {
            // The loader would take an empty name for the program itself, and read another only up to its first NUL.
            if (string.IsNullOrWhiteSpace(candidate) || candidate.Contains('\0'))
            {
                attempts.Add(new LoadAttempt(candidate.Replace("\0", "\\0", StringComparison.Ordinal), "a path has text, and no NUL in it"));
                continue;
            }

            foreach (string path in LibraryPaths.Expand(candidate, baseDirectory))
            {
                if (sha256 is not null)
                {
                    LibraryHash.Demand(name, path, sha256);
                }

                bool wasLoaded = LibraryLoader.Current.IsLoaded(path);
                nint handle = LibraryLoader.Current.Load(path, out string reason);
                if (handle != 0)
                {
                    return (path, handle, wasLoaded);
                }

                attempts.Add(new LoadAttempt(path, reason));
            }
        }

        throw new LibraryLoadException(name, attempts.ToImmutable());
    }

    // The loader would read a name only up to its first NUL, and find something else.
    private static nint Find(nint handle, string nativeName) =>
        nativeName.Contains('\0') ? 0 : LibraryLoader.Current.Find(handle, nativeName);

    private static void RefuseDuplicates(string name, SymbolDeclaration[] declared)
    {
        string? twice = declared.CountBy(symbol => symbol.Name, StringComparer.Ordinal).FirstOrDefault(pair => pair.Value > 1).Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Library '{name}' declares symbol '{twice}' twice. Give one of the two another name, and the exported one as 'name'.", nameof(declared));
        }
    }
}
