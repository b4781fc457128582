namespace ActorFfi;

/// <summary>The system's loader of native libraries.</summary>
internal abstract class LibraryLoader
{
    /// <summary>The loader of this platform.</summary>
    public static LibraryLoader Current { get; } =
        OperatingSystem.IsWindows() ? new WindowsLibraryLoader()
        : OperatingSystem.IsMacOS() ? new UnixLibraryLoader(UnixLibraryLoader.DarwinFlags, UnixLibraryLoader.DarwinNoLoad)
        : new UnixLibraryLoader(UnixLibraryLoader.LinuxFlags, UnixLibraryLoader.LinuxNoLoad);

    /// <summary>Loads a library with all its dependencies resolved at once and its symbols kept to itself.</summary>
    /// <param name="path">The path of a file, or a bare name that the system searches for.</param>
    /// <param name="reason">Why it failed, in the words of the system; empty on success.</param>
    /// <returns>The handle, or 0.</returns>
    public abstract nint Load(string path, out string reason);

    /// <summary>The address of a symbol, or 0 where the library and its dependencies export none of that name.</summary>
    public abstract nint Find(nint handle, string symbol);

    /// <summary>Whether a library is loaded already; it is neither loaded nor held by asking.</summary>
    /// <param name="path">What <see cref="Load"/> would be given.</param>
    public abstract bool IsLoaded(string path);

    /// <summary>Whether an address lies in what some library has mapped, be it code or a variable; memory that was allocated does not.</summary>
    /// <remarks>Where the system cannot say so, every address counts as one.</remarks>
    public abstract bool IsInLibrary(nint address);

    /// <summary>Takes back one load; the last one unloads.</summary>
    public abstract void Unload(nint handle);
}
