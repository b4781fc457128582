namespace ActorFfi;

/// <summary>A handle that native code gave out was used after its library was stopped or restarted.</summary>
public sealed class StaleHandleException : ActorFfiException
{
    internal StaleHandleException(string handle, LibraryGeneration generation)
        : base($"A {handle} of library '{generation.Library}' belongs to generation {generation.Number}, which has ended, and cannot be used: what it pointed to is gone. Get a new one from the library.")
    {
        Library = generation.Library;
        Generation = generation.Number;
    }

    /// <summary>The library that gave the handle out.</summary>
    public string Library { get; }

    /// <summary>The generation that the handle belongs to; the first start of a library is 1.</summary>
    public int Generation { get; }
}
