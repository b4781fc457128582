// Safety: the mapping is anonymous, private and its own, so that nothing else is touched; it is filled while nobody can
// execute it and nobody can write to it afterwards. It is never unmapped, because native code may keep a trampoline for ever.
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Memory that is first written and then executed, never both at once.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int ProtectRead = 1;
    private const int ProtectWrite = 2;
    private const int ProtectExecute = 4;
    private const int MapPrivateAnonymous = 0x22;
    private const int MapWhereNothingIs = 0x100000;

    /// <summary>Fills a piece of memory, makes it executable and gives its address.</summary>
    /// <param name="wish">Where it should lie; elsewhere where something lies there.</param>
    /// <param name="size">Its size in bytes, a multiple of the page size.</param>
    /// <param name="fill">What writes it.</param>
    /// <exception cref="PlatformNotSupportedException">The trampolines are not written for this platform.</exception>
    /// <exception cref="OutOfMemoryException">The system has no more memory, or does not allow executable memory.</exception>
    public static nint Create(nint wish, int size, Action<Span<byte>> fill)
    {
        DemandPlatform();
        return Fill(Map(wish, (nuint)size, ProtectRead | ProtectWrite, MapPrivateAnonymous, -1, 0), size, fill);
    }

    /// <summary>Fills a piece of memory at an address and makes it executable.</summary>
    /// <exception cref="InvalidOperationException">Something else lies there.</exception>
    public static void CreateAt(nint address, int size, Action<Span<byte>> fill)
    {
        nint mapped = Map(address, (nuint)size, ProtectRead | ProtectWrite, MapPrivateAnonymous | MapWhereNothingIs, -1, 0);
        if (mapped != address)
        {
            throw new InvalidOperationException("callbacks cannot be mirrored, because something else lies at their addresses");
        }

        Fill(mapped, size, fill);
    }

    private static nint Fill(nint address, int size, Action<Span<byte>> fill)
    {
        if (address == -1)
        {
            throw Refused();
        }

        fill(new Span<byte>((void*)address, size));
        if (Protect(address, (nuint)size, ProtectRead | ProtectExecute) != 0)
        {
            throw Refused();
        }

        return address;
    }

    private static void DemandPlatform()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new PlatformNotSupportedException($"Callbacks are built for Linux on x64 and not yet for {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}. Use functions that take none there.");
        }
    }

    private static OutOfMemoryException Refused() =>
        new("The system gave no executable memory for callbacks. See whether a limit of memory or a security policy forbids it.", new Win32Exception(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);
}
