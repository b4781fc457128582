namespace ActorFfi;

/// <summary>Where things lie in a call's frame: the result, errno, then one slot for each argument.</summary>
/// <remarks>Every part starts at a multiple of 16 bytes, in process and in shared memory alike. Integers are extended to 64 bits.</remarks>
internal static class FrameLayout
{
    /// <summary>The size and alignment of a slot in bytes.</summary>
    public const int SlotSize = 16;

    /// <summary>The offset of the result.</summary>
    public const int Result = 0;

    /// <summary>The offset of the 32-bit errno.</summary>
    public const int Errno = SlotSize;

    /// <summary>The offset of the first argument.</summary>
    public const int Arguments = 2 * SlotSize;

    /// <summary>The offset of an argument.</summary>
    public static int Argument(int index) => Arguments + (index * SlotSize);

    /// <summary>The size of a frame with so many arguments.</summary>
    public static int SizeOf(int arguments) => Argument(arguments);
}
