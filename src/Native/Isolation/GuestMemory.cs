// Safety: the system checks every address in the guest; the memory here is a span that is fixed during the call.
namespace ActorFfi;

/// <summary>The memory of a guest, read and written from outside.</summary>
/// <remarks>Threads: any. Failure: memory that the guest does not have raises a <see cref="ForeignMemoryException"/>; nobody crashes.</remarks>
internal sealed unsafe class GuestMemory(GuestLife life, string library)
{
    /// <summary>Reads bytes.</summary>
    /// <exception cref="ForeignMemoryException">The guest does not have them all, or has ended.</exception>
    public void Read(nint address, Span<byte> destination)
    {
        if (!TryRead(address, destination))
        {
            throw new ForeignMemoryException(library, destination.Length, isWrite: false);
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <returns>False where the guest does not have them all, or has ended.</returns>
    public bool TryRead(nint address, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return true;
        }

        fixed (byte* start = destination)
        {
            LinuxCalls.MemoryRange here = new() { Start = (nint)start, Length = (nuint)destination.Length };
            LinuxCalls.MemoryRange there = new() { Start = address, Length = (nuint)destination.Length };
            lock (life.Gate)
            {
                return life.IsOpen_NeedsLock && LinuxCalls.ReadProcess(life.Pid, &here, 1, &there, 1, 0) == destination.Length;
            }
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="ForeignMemoryException">The guest does not have them all writable, or has ended.</exception>
    public void Write(nint address, ReadOnlySpan<byte> source)
    {
        if (!TryWrite(address, source))
        {
            throw new ForeignMemoryException(library, source.Length, isWrite: true);
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <returns>False where the guest does not have them all writable, or has ended.</returns>
    public bool TryWrite(nint address, ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
        {
            return true;
        }

        fixed (byte* start = source)
        {
            LinuxCalls.MemoryRange here = new() { Start = (nint)start, Length = (nuint)source.Length };
            LinuxCalls.MemoryRange there = new() { Start = address, Length = (nuint)source.Length };
            lock (life.Gate)
            {
                return life.IsOpen_NeedsLock && LinuxCalls.WriteProcess(life.Pid, &here, 1, &there, 1, 0) == source.Length;
            }
        }
    }
}
