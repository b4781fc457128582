using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The environment of guests: what is declared, and what their runtime needs to be found and to be left in peace.</summary>
internal static class GuestEnvironment
{
    /// <summary>The environment of a guest.</summary>
    public static IReadOnlyDictionary<string, string> Of(GuestStart start)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0", // Keeps machine code in a memory file otherwise, which native code could truncate.
            ["DOTNET_NOLOGO"] = "1",
        };
        if (RuntimeRoot() is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        foreach ((string name, string value) in start.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    // The folder above shared/Microsoft.NETCore.App/<version>, where this process runs on a shared runtime.
    private static string? RuntimeRoot()
    {
        DirectoryInfo version = new(RuntimeEnvironment.GetRuntimeDirectory());
        return version is { Parent: { Name: "Microsoft.NETCore.App", Parent: { Name: "shared", Parent: { } root } } } ? root.FullName : null;
    }
}
