namespace ActorFfi;

/// <summary>What one call was given of libraries that must not be unloaded before it ends: pointers and functions of native code.</summary>
/// <remarks>Threads: one at a time, like the arguments that hold it.</remarks>
internal sealed class GivenHandles
{
    private readonly List<(LibraryGeneration Generation, nint Address)> _given = [];
    private readonly List<LibraryGeneration> _used = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _given.Count == 0;

    /// <summary>Adds a pointer or a function.</summary>
    public void Add(LibraryGeneration generation, nint address) => _given.Add((generation, address));

    /// <summary>Keeps what was given from being unloaded; <see cref="Release"/> follows in any case.</summary>
    /// <param name="called">The start of the library that is called, which is kept for the call itself; null for none.</param>
    /// <exception cref="StaleHandleException">One of them has ended.</exception>
    public void Use(LibraryGeneration? called)
    {
        foreach ((LibraryGeneration generation, nint address) in _given)
        {
            if (generation != called)
            {
                _used.Add(generation);
                if (!generation.TryCountUse())
                {
                    throw new StaleHandleException(nameof(ForeignPointer), generation);
                }

                // What another library was given it may keep.
                if (called is not null)
                {
                    generation.NoteEscape(address);
                }
            }
        }
    }

    /// <summary>Ends what <see cref="Use"/> began.</summary>
    public void Release()
    {
        _used.ForEach(static generation => generation.EndCountedUse());
        _used.Clear();
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _given.Clear();
}
