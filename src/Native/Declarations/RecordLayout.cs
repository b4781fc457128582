namespace ActorFfi;

/// <summary>Lays the members of a struct or union out, one after the other.</summary>
/// <remarks>Source: System V psABI, x86-64 and AArch64, "Aggregates and Unions" and "Bit-Fields", as gcc and clang implement them.</remarks>
/// <param name="isUnion">Whether all members start at offset 0.</param>
/// <param name="isPacked">Whether members have no alignment of their own.</param>
/// <param name="pack">The largest alignment that members have by themselves, as <c>#pragma pack</c> says; 0 for no limit.</param>
internal sealed class RecordLayout(bool isUnion, bool isPacked, int pack = 0)
{
    // In bits; far beyond the largest size of a struct, so that sums cannot wrap.
    private long _end;
    private long _largest;
    private int _alignment = 1;

    /// <summary>The size so far, without padding at the end; to be held against a limit before the next member.</summary>
    public long Bytes => (_largest + 7) / 8;

    /// <summary>Places a member that is no bit-field.</summary>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="natural">The alignment of its type.</param>
    /// <param name="isMemberPacked">Whether it ignores that.</param>
    /// <param name="demanded">The least alignment that its declaration asks for; 1 where it does not.</param>
    public FieldPlace Add(long size, int natural, bool isMemberPacked = false, int demanded = 1)
    {
        int alignment = Limited(Math.Max(demanded, isPacked || isMemberPacked ? 1 : natural));
        long start = isUnion ? 0 : AlignUp(_end, alignment * 8L);
        _alignment = Math.Max(_alignment, alignment);
        Grow(start + (size * 8));
        return new FieldPlace(start / 8);
    }

    /// <summary>Places a bit-field.</summary>
    /// <param name="typeSize">The size of its type in bytes, which is also the alignment.</param>
    /// <param name="width">The number of bits; 0 ends the storage unit.</param>
    /// <param name="isNamed">Whether it has a name; one without does not align the struct.</param>
    /// <param name="isMemberPacked">Whether it may straddle storage units.</param>
    public FieldPlace AddBits(int typeSize, int width, bool isNamed, bool isMemberPacked = false)
    {
        long unit = typeSize * 8L;
        long start = isUnion ? 0 : _end;
        bool isDense = isPacked || isMemberPacked;
        if (width == 0 || (!isDense && pack == 0 && (start % unit) + width > unit))
        {
            start = AlignUp(start, unit);
        }

        // Where a pragma limits alignments, compilers let it win over the attribute.
        _alignment = isNamed && (!isDense || pack != 0) ? Math.Max(_alignment, Limited(typeSize)) : _alignment;
        Grow(start + width);
        return new FieldPlace(start / 8, (int)(start % 8), width);
    }

    /// <summary>The alignment of the whole.</summary>
    public int Alignment(int demanded) => Math.Max(_alignment, demanded);

    /// <summary>The size of the whole, padding at the end included.</summary>
    public long Size(int demanded) => AlignUp(_largest, Alignment(demanded) * 8L) / 8;

    private int Limited(int alignment) => pack == 0 ? alignment : Math.Min(alignment, pack);

    private void Grow(long end)
    {
        _end = end;
        _largest = Math.Max(_largest, end);
    }

    private static long AlignUp(long value, long alignment) => (value + alignment - 1) / alignment * alignment;
}
