namespace ActorFfi;

/// <summary>Where the executable of guests is.</summary>
internal static class GuestExecutable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "actorffi-guest";

    /// <summary>The path beside the application; whether there is such a file is seen at a start.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "guest", FileName);
}
