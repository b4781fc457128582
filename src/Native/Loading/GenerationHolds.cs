namespace ActorFfi;

/// <summary>What keeps a library loaded after its generation has ended, because native code elsewhere may still come back to it.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed class GenerationHolds
{
    private int _callbacks; // Interlocked.
    private volatile string? _reason; // The first that came for good; never cleared.

    /// <summary>What holds every library, since native code of any may find it.</summary>
    public static GenerationHolds OfAll { get; } = new();

    /// <summary>Why the library has to stay loaded; null where nothing holds it.</summary>
    public string? Reason => _reason ?? (Volatile.Read(ref _callbacks) > 0 || Volatile.Read(ref OfAll._callbacks) > 0
        ? "a thread-safe callback that it was given is not disposed, so threads of its own may be running"
        : null);

    /// <summary>Holds the library for good.</summary>
    /// <param name="reason">Why, as the part of a sentence.</param>
    public void Add(string reason) => _reason ??= reason;

    /// <summary>Holds the library for good if an address is put where other native code may find it, and leads into a library.</summary>
    public void NoteEscape(nint address)
    {
        if (_reason is null && address != 0 && LibraryLoader.Current.IsInLibrary(address))
        {
            Add("a function or a variable of it was given to other native code, which may keep it");
        }
    }

    /// <summary>Holds the library as long as a callback lives.</summary>
    public void AddCallback() => Interlocked.Increment(ref _callbacks);

    /// <summary>The callback is disposed.</summary>
    public void RemoveCallback() => Interlocked.Decrement(ref _callbacks);
}
