// Safety: the four function pointers are dlopen, dlsym, dlclose and dlerror of the C library that the process itself uses, looked
// up once; their signatures are those of POSIX. Texts are NUL-terminated UTF-8 that lives across the call. Handles come from
// dlopen and are closed once: LoadedLibrary guarantees it.
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>dlopen.</summary>
/// <remarks>
/// The runtime's own loader binds lazily, so that a library with an unresolvable dependency would end the process at its first
/// call instead of failing here. The functions are taken from the main program because the library that has them differs between
/// C libraries and their versions.
/// </remarks>
internal sealed unsafe class UnixLibraryLoader(int flags, int noLoad) : LibraryLoader
{
    /// <summary>RTLD_NOW | RTLD_LOCAL of glibc and musl.</summary>
    public const int LinuxFlags = 2;

    /// <summary>RTLD_NOW | RTLD_LOCAL of macOS.</summary>
    public const int DarwinFlags = 2 | 4;

    /// <summary>RTLD_NOLOAD of glibc and musl.</summary>
    public const int LinuxNoLoad = 4;

    /// <summary>RTLD_NOLOAD of macOS.</summary>
    public const int DarwinNoLoad = 0x10;

    // Dl_info: two texts and two addresses.
    private const int InfoWords = 4;

    private readonly delegate* unmanaged<nint, nint*, int> _describe = (delegate* unmanaged<nint, nint*, int>)Export("dladdr");
    private readonly delegate* unmanaged<byte*, int, nint> _open = (delegate* unmanaged<byte*, int, nint>)Export("dlopen");
    private readonly delegate* unmanaged<nint, byte*, nint> _find = (delegate* unmanaged<nint, byte*, nint>)Export("dlsym");
    private readonly delegate* unmanaged<nint, int> _close = (delegate* unmanaged<nint, int>)Export("dlclose");
    private readonly delegate* unmanaged<byte*> _error = (delegate* unmanaged<byte*>)Export("dlerror");

    public override nint Load(string path, out string reason)
    {
        reason = "";
        fixed (byte* text = Terminated(path))
        {
            nint handle = _open(text, flags);
            if (handle == 0)
            {
                reason = Marshal.PtrToStringUTF8((nint)_error()) ?? "the system's loader gives no reason";
            }

            return handle;
        }
    }

    public override nint Find(nint handle, string symbol)
    {
        fixed (byte* text = Terminated(symbol))
        {
            return _find(handle, text);
        }
    }

    public override bool IsLoaded(string path)
    {
        fixed (byte* text = Terminated(path))
        {
            nint handle = _open(text, flags | noLoad);
            if (handle != 0)
            {
                _close(handle);
            }

            return handle != 0;
        }
    }

    public override bool IsInLibrary(nint address)
    {
        nint* info = stackalloc nint[InfoWords];
        return _describe(address, info) != 0;
    }

    public override void Unload(nint handle) => _close(handle);

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static nint Export(string name) => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);
}
