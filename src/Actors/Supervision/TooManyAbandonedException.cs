using System.Globalization;

namespace ActorFfi;

/// <summary>Native code does not come back from more calls than the library may have running on.</summary>
public sealed class TooManyAbandonedException : ActorFfiException
{
    internal TooManyAbandonedException(LibraryEntry library)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Library '{library.Name}' has {Math.Max(1, library.Abandoned):N0} calls that native code does not return from, and no more threads are given to it. Isolate the library in a process of its own, which can be ended, or raise 'MaxAbandoned'."))
    {
        Library = library.Name;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }
}
