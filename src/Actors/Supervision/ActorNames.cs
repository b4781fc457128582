using System.Globalization;

namespace ActorFfi;

/// <summary>Turns names of libraries and symbols into names of actors, which allow fewer characters.</summary>
internal static class ActorNames
{
    public static string Of(string name) => Uri.EscapeDataString(name);

    /// <summary>The name of a library's actor: that of the library, and behind it which declaration it is where there was another one before.</summary>
    public static string Of(LibraryEntry library) =>
        library.Declarations == 1 ? Of(library.Name) : string.Create(CultureInfo.InvariantCulture, $"{Of(library.Name)}~{library.Declarations}");
}
