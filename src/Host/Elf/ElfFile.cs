using System.Buffers.Binary;
using System.Text;

namespace ActorFfi;

/// <summary>Reads the exported symbols of a shared object from its dynamic symbol table; nothing is loaded or run.</summary>
/// <remarks>The layout is that of the System V ABI, chapters "ELF Header", "Sections" and "Symbol Table", for 32 and 64 bits and both byte orders. Whatever the file says is held against its length.</remarks>
internal sealed class ElfFile
{
    private const uint DynamicSymbols = 11; // SHT_DYNSYM
    private const int LongestName = 4096;

    private readonly string _file;
    private readonly byte[] _bytes;
    private readonly bool _is64;
    private readonly bool _isLittle;

    private ElfFile(string file, byte[] bytes)
    {
        _file = file;
        _bytes = bytes;
        if (bytes.Length < 52 || !bytes.AsSpan().StartsWith("\u007fELF"u8))
        {
            throw Wrong("it does not begin like one");
        }

        _is64 = bytes[4] == 2;
        _isLittle = bytes[5] == 1;
        if (bytes[4] is not (1 or 2) || bytes[5] is not (1 or 2))
        {
            throw Wrong("its class or byte order is unknown");
        }
    }

    /// <summary>The exported symbols by name.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    /// <exception cref="ElfFormatException">It is no shared object.</exception>
    public static IReadOnlyList<ElfSymbol> ExportsOf(string file)
    {
        try
        {
            return new ElfFile(file, File.ReadAllBytes(file)).Exports();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"File '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The exported symbols of a file that is in memory.</summary>
    /// <exception cref="ElfFormatException">It is no shared object.</exception>
    public static IReadOnlyList<ElfSymbol> ExportsOf(string file, byte[] bytes) => new ElfFile(file, bytes).Exports();

    private List<ElfSymbol> Exports()
    {
        ulong sections = _is64 ? U64(0x28) : U32(0x20);
        ulong size = U16(_is64 ? 0x3AUL : 0x2E);
        ulong count = U16(_is64 ? 0x3CUL : 0x30);
        if (size < (_is64 ? 64UL : 40))
        {
            throw Wrong("it has no sections");
        }

        for (ulong i = 0; i < count; i++)
        {
            ulong section = Sum(sections, i * size);
            if (U32(Sum(section, 4)) == DynamicSymbols)
            {
                ulong names = U32(Sum(section, _is64 ? 0x28UL : 0x18));
                return names < count
                    ? [.. Symbols(section, Sum(sections, names * size)).OrderBy(symbol => symbol.Name, StringComparer.Ordinal)]
                    : throw Wrong("its symbols have no names");
            }
        }

        return [];
    }

    private IEnumerable<ElfSymbol> Symbols(ulong section, ulong names)
    {
        (ulong start, ulong length) = Extent(section);
        (ulong nameStart, ulong nameLength) = Extent(names);
        ulong entry = _is64 ? 24UL : 16;
        for (ulong at = start; at + entry <= start + length; at += entry)
        {
            byte info = U8(at + (_is64 ? 4UL : 12));
            byte visibility = (byte)(U8(at + (_is64 ? 5UL : 13)) & 3);
            ushort home = U16(at + (_is64 ? 6UL : 14));
            ulong size = _is64 ? U64(at + 16) : U32(at + 8);
            if (home != 0 && visibility is 0 or 3 && KindOf(info & 15) is { } kind && BindingOf(info >> 4) is { } binding)
            {
                yield return new ElfSymbol(Name(nameStart, nameLength, U32(at)), kind, size, binding);
            }
        }
    }

    private static string? KindOf(int type) => type switch
    {
        1 => "variable",
        2 => "function",
        6 => "thread-local",
        10 => "resolver",
        _ => null,
    };

    private static string? BindingOf(int binding) => binding switch
    {
        1 => "global",
        2 => "weak",
        10 => "unique",
        _ => null,
    };

    private (ulong Start, ulong Length) Extent(ulong section)
    {
        ulong start = _is64 ? U64(Sum(section, 0x18)) : U32(Sum(section, 0x10));
        ulong length = _is64 ? U64(Sum(section, 0x20)) : U32(Sum(section, 0x14));
        return Sum(start, length) <= (ulong)_bytes.Length ? (start, length) : throw Wrong("a section lies outside the file");
    }

    private string Name(ulong start, ulong length, ulong offset)
    {
        if (offset >= length)
        {
            throw Wrong("a name lies outside the file");
        }

        ReadOnlySpan<byte> rest = _bytes.AsSpan((int)(start + offset), (int)Math.Min(length - offset, LongestName));
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private byte U8(ulong at) => At(at, 1)[0];

    private ushort U16(ulong at) => _isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(At(at, 2)) : BinaryPrimitives.ReadUInt16BigEndian(At(at, 2));

    private uint U32(ulong at) => _isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(At(at, 4)) : BinaryPrimitives.ReadUInt32BigEndian(At(at, 4));

    private ulong U64(ulong at) => _isLittle ? BinaryPrimitives.ReadUInt64LittleEndian(At(at, 8)) : BinaryPrimitives.ReadUInt64BigEndian(At(at, 8));

    private ReadOnlySpan<byte> At(ulong at, int length) =>
        at <= (ulong)_bytes.Length && (ulong)_bytes.Length - at >= (ulong)length ? _bytes.AsSpan((int)at, length) : throw Wrong("it ends too early");

    private ulong Sum(ulong a, ulong b) => a <= ulong.MaxValue - b ? a + b : throw Wrong("an offset is too large");

    private ElfFormatException Wrong(string fault) => new(_file, fault);
}
