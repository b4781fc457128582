namespace Checksums;

/// <summary>What was found out about one file.</summary>
internal sealed class FileResult(string path)
{
    public string Path => path;

    public long Length { get; set; }

    public long PackedLength { get; set; }

    public uint Crc { get; set; }

    /// <summary>Whether .NET computes the same CRC-32 and unpacks the same bytes.</summary>
    public bool IsVerified { get; set; } = true;
}
