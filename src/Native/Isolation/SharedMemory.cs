// Safety: the mapping lives from construction until Dispose, whose callers see to it that nobody uses an address of it any more.
// The file is sealed before anybody else can have it, so that no other process shrinks it under the mapping.
namespace ActorFfi;

/// <summary>A memory file of fixed size and its mapping in this process.</summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    /// <summary>The size of a page of memory.</summary>
    public static int PageSize { get; } = Environment.SystemPageSize;

    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int SealSeal = 1;
    private const int SealShrink = 2;
    private const int SealGrow = 4;
    private const int ReadWrite = 1 | 2;
    private const int Shared = 1;
    private const int DoNotFork = 10;
    private const int PunchHole = 2 | 1; // Which keeps the size.

    private int _file;

    private SharedMemory(int file, nint address, long size)
    {
        _file = file;
        Address = address;
        Size = size;
    }

    /// <summary>Where it is mapped.</summary>
    public nint Address { get; }

    /// <summary>Its size in bytes, whole pages.</summary>
    public long Size { get; }

    /// <summary>The descriptor; -1 where it was not kept.</summary>
    public int File => _file;

    /// <summary>Makes a memory file, all zero.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses it.</exception>
    public static SharedMemory Create(string name, long size)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Guest processes need Linux. Set 'Isolation' to 'None' on this system.");
        }

        size = (size + PageSize - 1) & -PageSize;
        int file = CreateFile(name, size);
        if (LinuxCalls.SetLength(file, size) != 0 || LinuxCalls.Control(file, AddSeals, SealShrink | SealGrow | SealSeal) != 0)
        {
            throw Refused(file, size);
        }

        nint address = LinuxCalls.Map(0, (nuint)size, ReadWrite, Shared, file, 0);
        return address == -1 ? throw Refused(file, size) : new SharedMemory(file, address, size);
    }

    /// <summary>Maps what another process made, and closes the descriptor; children of this process do not get it.</summary>
    /// <exception cref="OutOfMemoryException">The system refuses it.</exception>
    public static SharedMemory Open(int file, long size)
    {
        nint address = LinuxCalls.Map(0, (nuint)size, ReadWrite, Shared, file, 0);
        if (address == -1)
        {
            throw Refused(file, size);
        }

        LinuxCalls.Advise(address, (nuint)size, DoNotFork); // Only a courtesy to the parent, which trusts in nothing.
        LinuxCalls.Close(file);
        return new SharedMemory(-1, address, size);
    }

    /// <summary>Gives the memory of whole pages back to the system.</summary>
    /// <returns>Whether they are zero now; false where the system did not take them.</returns>
    public bool TryDiscard(long offset, long length) => LinuxCalls.Allocate(_file, PunchHole, offset, length) == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        int file = Interlocked.Exchange(ref _file, -2);
        if (file == -2)
        {
            return;
        }

        LinuxCalls.Unmap(Address, (nuint)Size);
        if (file >= 0)
        {
            LinuxCalls.Close(file);
        }
    }

    private static int CreateFile(string name, long size)
    {
        int file = LinuxCalls.CreateMemoryFile(name, CloseOnExec | AllowSealing);
        if (file < 0)
        {
            throw Refused(file, size);
        }

        try
        {
            return GuestSpawn.MoveUp(file);
        }
        catch (IOException none)
        {
            throw Refused(size, none.Message, none);
        }
    }

    private static OutOfMemoryException Refused(int file, long size)
    {
        OutOfMemoryException refusal = Refused(size, $"{LinuxCalls.LastError}.");
        if (file >= 0)
        {
            LinuxCalls.Close(file);
        }

        return refusal;
    }

    private static OutOfMemoryException Refused(long size, string reason, Exception? cause = null) =>
        new($"Shared memory of {size:N0} bytes could not be made: {reason} Ask for less, or give the system more.", cause);
}
