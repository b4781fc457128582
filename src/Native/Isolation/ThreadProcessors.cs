// Safety: masks are passed with their size, and both functions keep to it.
namespace ActorFfi;

/// <summary>The processors that the calling thread may run on, as a mask of bits, of the first one the lowest bit of the first byte.</summary>
internal static unsafe class ThreadProcessors
{
    private const int MaskSize = 128; // That of the C library's cpu_set_t.

    /// <summary>The processor that the thread runs on at this moment.</summary>
    public static int Current => LinuxCalls.CurrentProcessor();

    /// <summary>The mask; null where the system does not say, as with more than a thousand processors.</summary>
    public static byte[]? Allowed()
    {
        byte[] mask = new byte[MaskSize];
        fixed (byte* start = mask)
        {
            return LinuxCalls.Processors(0, MaskSize, start) == 0 ? mask : null;
        }
    }

    /// <summary>Changes the mask; a thread that runs elsewhere is moved before this returns.</summary>
    /// <returns>Whether the system did it.</returns>
    public static bool TryAllow(byte[] mask)
    {
        fixed (byte* start = mask)
        {
            return LinuxCalls.SetProcessors(0, (nuint)mask.Length, start) == 0;
        }
    }
}
