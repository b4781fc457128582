namespace ActorFfi;

/// <summary>Where things lie in a call's frame: the result, errno, then one slot for each argument, more for a large struct.</summary>
/// <remarks>
/// Every part starts at a multiple of 16 bytes, in process and in shared memory alike. Integers are extended to 64 bits. A result that
/// does not fit its slot lies behind the arguments.
/// </remarks>
internal sealed class FrameLayout
{
    /// <summary>The size and alignment of a slot in bytes.</summary>
    public const int SlotSize = 16;

    /// <summary>The offset of the result.</summary>
    public const int Result = 0;

    /// <summary>The offset of the 32-bit errno.</summary>
    public const int Errno = SlotSize;

    /// <summary>The offset of the first argument.</summary>
    public const int Arguments = 2 * SlotSize;

    private readonly int[] _offsets;

    public FrameLayout(NativeSignature signature)
    {
        _offsets = new int[signature.Parameters.Length];
        int end = Arguments;
        for (int i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = end;
            end += SlotsFor(signature.Parameters[i].Type.Size);
        }

        LargeResult = signature.Result.Size > SlotSize ? end : Result;
        Size = signature.Result.Size > SlotSize ? end + SlotsFor(signature.Result.Size) : end;
    }

    /// <summary>The number of bytes in the whole frame.</summary>
    public int Size { get; }

    /// <summary>The offset of the result, wherever it lies.</summary>
    public int LargeResult { get; }

    /// <summary>The offset of an argument.</summary>
    public int Argument(int index) => _offsets[index];

    /// <summary>The size of a frame with so many arguments of one slot.</summary>
    public static int SizeOf(int arguments) => Arguments + (arguments * SlotSize);

    private static int SlotsFor(int size) => (Math.Max(size, 1) + SlotSize - 1) & -SlotSize;
}
