namespace ActorFfi.Actors.Tests;

/// <summary>The threads of this process as the kernel knows them.</summary>
internal static class NativeThreads
{
    /// <summary>How many there are that the runtime started for libraries: their names begin with "ffi".</summary>
    public static int OfLibraries() => Directory.GetDirectories("/proc/self/task").Count(static task => NameOf(task).StartsWith("ffi ", StringComparison.Ordinal));

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return ""; // A thread that has just ended.
        }
    }
}
