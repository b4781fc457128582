using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>LoadLibrary, whose libraries are always bound at once and never lend symbols to others.</summary>
internal sealed class WindowsLibraryLoader : LibraryLoader
{
    public override nint Load(string path, out string reason)
    {
        try
        {
            reason = "";
            return NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            reason = failure.Message;
            return 0;
        }
    }

    public override nint Find(nint handle, string symbol) => NativeLibrary.TryGetExport(handle, symbol, out nint address) ? address : 0;

    public override bool IsLoaded(string path)
    {
        using Process self = Process.GetCurrentProcess();
        string name = Path.GetFileName(path);
        return self.Modules.Cast<ProcessModule>().Any(module => name.Equals(module.ModuleName, StringComparison.OrdinalIgnoreCase));
    }

    public override bool IsInLibrary(nint address) => true;

    public override void Unload(nint handle) => NativeLibrary.Free(handle);
}
