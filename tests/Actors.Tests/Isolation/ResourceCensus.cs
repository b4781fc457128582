using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>What this process has of what isolation could leave behind.</summary>
/// <param name="Promises">Calls that were rented and not returned.</param>
/// <param name="Descriptors">Open descriptors of pipes, processes and memory files; the runtime opens files of its own as it goes.</param>
/// <param name="Children">Child processes.</param>
/// <param name="Arenas">Mappings of memory files.</param>
/// <param name="Threads">Threads that the runtime started for guests.</param>
internal sealed record ResourceCensus(long Promises, int Descriptors, int Children, int Arenas, int Threads)
{
    /// <summary>Takes it after a first guest has come and gone, so that what is made once is there.</summary>
    public static async Task<ResourceCensus> TakeAsync()
    {
        FfiRuntime ffi = await IsolatedFixture.StartAsync();
        await ffi[FixtureLibrary.Name].ProcessIdAsync();
        await ffi.DisposeAsync();
        return Take();
    }

    /// <summary>Asserts that nothing was added for good.</summary>
    public void AssertNothingIsLeft()
    {
        Eventually.Holds(() => Take() is { } now && now.Promises == Promises && now.Descriptors <= Descriptors && now.Children <= Children && now.Arenas <= Arenas && now.Threads <= Threads, $"nothing more was left than {this}; there is {Take()}");
    }

    private static ResourceCensus Take() => new(
        NativeCallPool.Outstanding,
        Directory.GetFiles("/proc/self/fd").Count(static descriptor => IsOfIsolation(new FileInfo(descriptor).LinkTarget)),
        ChildrenOf(Environment.ProcessId),
        File.ReadLines("/proc/self/maps").Count(static line => line.Contains("memfd:actorffi", StringComparison.Ordinal)),
        NativeThreads.OfLibraries());

    private static bool IsOfIsolation(string? target) => target is not null
        && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("pidfd", StringComparison.Ordinal) || target.Contains("memfd:actorffi", StringComparison.Ordinal));

    private static int ChildrenOf(int process) => Directory.GetDirectories("/proc/self/task")
        .Sum(task => ReadOrEmpty($"/proc/{process}/task/{Path.GetFileName(task)}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(static child => int.TryParse(child, CultureInfo.InvariantCulture, out _)));

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // A thread that has just ended.
        }
    }
}
