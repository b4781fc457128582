using System.Globalization;

namespace ActorFfi;

/// <summary>Files whose bytes go into buffers, and buffers whose bytes go into files, in parts and without an array between.</summary>
internal static class BufferFiles
{
    private const int PartLength = 1 << 20;

    /// <summary>A buffer with the bytes of a file; the caller owns it.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static OwnedBuffer Load(LibraryRef library, string path) => Try("read", path, () =>
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        OwnedBuffer buffer = library.AllocateUninitialized(file.Length);
        try
        {
            EachPart(buffer, (offset, length) => buffer.Write(offset, length, file.ReadExactly));
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    });

    /// <summary>The length of a file in bytes, as text.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static string LengthOf(string path) => Try("read", path, () => new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the bytes of a buffer to a file and replaces what was there.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Save(OwnedBuffer buffer, string path) => Try("written", path, () =>
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        EachPart(buffer, (offset, length) => buffer.Read(offset, length, file.Write));
        return buffer;
    });

    /// <summary>Goes through a buffer in parts that one span can show.</summary>
    public static void EachPart(OwnedBuffer buffer, Action<long, int> use) => EachPart(buffer.Length, use);

    /// <summary>Goes through so many bytes in parts that one span can show.</summary>
    public static void EachPart(long length, Action<long, int> use)
    {
        for (long offset = 0; offset < length; offset += PartLength)
        {
            use(offset, (int)Math.Min(PartLength, length - offset));
        }
    }

    private static T Try<T>(string what, string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"File '{path}' cannot be {what}: {exception.Message}", exception);
        }
    }
}
