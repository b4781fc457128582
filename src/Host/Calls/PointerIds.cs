using System.Globalization;

namespace ActorFfi;

/// <summary>Names for pointers that are shown outside the process: they say that there is one, and nothing else.</summary>
internal static class PointerIds
{
    private static long _last; // Interlocked.

    /// <summary>A name that was not given out before in this process; it has nothing to do with the address.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"pointer-{Interlocked.Increment(ref _last)}");
}
