// Safety: addresses given out point into a pinned array that this object holds; Reserve makes it large enough for all
// strings of a call before the first address is given out, so that none of them moves or is overwritten.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>The NUL-terminated UTF-8 copies of one call's string arguments.</summary>
internal sealed unsafe class ArgumentText
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A call that once carried a huge string does not keep that memory for ever.
    private const int LargestKept = 64 * 1024;

    private byte[] _bytes = [];
    private int _used;
    private List<(int Start, int Count)>? _arrays;

    /// <summary>Whether a string of the current call is held.</summary>
    public bool IsUsed => _used != 0;

    /// <summary>Where the arrays of pointers start among the bytes, and how many pointers each has.</summary>
    public IReadOnlyList<(int Start, int Count)> Arrays => _arrays ?? [];

    /// <summary>All strings and arrays, as they lie one behind the other; in place until the call ends.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    /// <summary>Checks all strings among the arguments and makes room for them.</summary>
    public void Reserve(CallPlan plan, ReadOnlySpan<NativeArgument> arguments)
    {
        long needed = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Source is string text && plan.Parameters[i].Kind == NativeTypeKind.CString)
            {
                needed += CheckedByteCount(plan, i, text) + 1L;
            }
            else if (arguments[i].Source is string?[] texts && plan.Parameters[i].TakesTexts)
            {
                needed += ReservedFor(plan, i, texts);
            }
        }

        if (needed > _bytes.Length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(checked((int)needed), pinned: true);
        }
    }

    /// <summary>Copies a string that was among the reserved ones and gives the address of its first byte.</summary>
    public nint Add(string text)
    {
        int start = _used;
        _used += _strict.GetBytes(text, _bytes.AsSpan(_used));
        _bytes[_used++] = 0;
        return (nint)Unsafe.AsPointer(ref _bytes[start]);
    }

    /// <summary>Copies an array that was among the reserved ones and gives the address of its first pointer.</summary>
    public nint Add(string?[] texts)
    {
        _used = (_used + sizeof(nint) - 1) & -sizeof(nint);
        int start = _used;
        _used += (texts.Length + 1) * sizeof(nint);
        (_arrays ??= []).Add((start, texts.Length));
        for (int i = 0; i <= texts.Length; i++)
        {
            nint address = i < texts.Length && texts[i] is { } text ? Add(text) : 0;
            Unsafe.WriteUnaligned(ref _bytes[start + (i * sizeof(nint))], address);
        }

        return (nint)Unsafe.AsPointer(ref _bytes[start]);
    }

    /// <summary>A hash of the string that begins at an address; null where the address is none of this call's strings.</summary>
    public long? HashAt(nint address)
    {
        if (LengthAt(address) is not { } length)
        {
            return null;
        }

        HashCode hash = default;
        hash.AddBytes(_bytes.AsSpan((int)StartOf(address), (int)length - 1));
        return hash.ToHashCode();
    }

    /// <summary>The length of the string at an address, its NUL included; null where the address is none of this call's strings.</summary>
    public long? LengthAt(nint address)
    {
        nint start = StartOf(address);
        return start < 0 || start >= _used ? null : _bytes.AsSpan((int)start).IndexOf((byte)0) + 1L;
    }

    /// <summary>The string that begins at an address; null where the address is none of this call's strings.</summary>
    public string? At(nint address) => LengthAt(address) is { } length
        ? _strict.GetString(_bytes, (int)StartOf(address), (int)length - 1)
        : null;

    /// <summary>Forgets the strings of the call.</summary>
    public void Clear()
    {
        _used = 0;
        _arrays?.Clear();
        if (_bytes.Length > LargestKept)
        {
            _bytes = [];
        }
    }

    private nint StartOf(nint address) => address - (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));

    // The pointers, the null behind them, the padding before them, and the texts.
    private static long ReservedFor(CallPlan plan, int index, string?[] texts)
    {
        long needed = (texts.Length + 2L) * sizeof(nint);
        foreach (string? text in texts)
        {
            needed += text is null ? 0 : CheckedByteCount(plan, index, text) + 1L;
        }

        return needed;
    }

    private static int CheckedByteCount(CallPlan plan, int index, string text)
    {
        int nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            ArgumentErrors.Throw(plan, plan.Parameters[index], $"contains a NUL at index {nul}, where native code would end the string. Remove it, or pass the bytes in a buffer.");
        }

        try
        {
            return _strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            ArgumentErrors.Throw(plan, plan.Parameters[index], $"contains an unpaired surrogate at index {e.Index} and has no UTF-8 form. Pass valid text, or the bytes in a buffer.");
            return 0;
        }
    }
}
