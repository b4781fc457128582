using System.IO.Compression;
using System.IO.Hashing;
using ActorFfi;
using Microsoft.Win32.SafeHandles;

namespace Checksums;

/// <summary>Reads files block by block into one owned buffer, which moves into each call and comes back with its reply.</summary>
/// <remarks>A file of any size needs the same memory: the CRC runs on from block to block, and each block is compressed by itself.</remarks>
internal sealed class FileWork(LibraryRef zlib, Report report) : IDisposable
{
    private const int BlockLength = 8 << 20;
    private const int Level = 1; // The fastest.

    private readonly OwnedBuffer _block = zlib.AllocateUninitialized(BlockLength);
    private readonly OwnedBuffer _packed = zlib.AllocateUninitialized((long)zlib["compressBound"].Invoke(BlockLength).ToUInt64());
    private readonly OwnedBuffer _packedLength = zlib.Allocate(sizeof(ulong));
    private readonly Crc32 _expected = new();
    private readonly byte[] _unpacked = new byte[64 << 10];
    private byte[] _copy = [];

    public async Task<FileResult> RunAsync(string path)
    {
        FileResult result = new(path);
        using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        _expected.Reset();
        while (Fill(file, result.Length) is var length and > 0)
        {
            NativeReply crc = await zlib["crc32"].CallAsync(result.Crc, _block, length);
            _packedLength.Write((ulong)_packed.Length);
            NativeReply packed = await zlib["compress2"].CallAsync(_packed, _packedLength, _block[..length], length, Level);

            result.Crc = crc.Value.ToUInt32();
            result.Length += length;
            result.PackedLength += (long)_packedLength.Read<ulong>();
            result.IsVerified &= IsUnpackedEqual(length);
            report.AddBlock(length, crc.NativeTime.GetValueOrDefault() + packed.NativeTime.GetValueOrDefault());
        }

        result.IsVerified &= result.Crc == _expected.GetCurrentHashAsUInt32();
        return result;
    }

    public void Dispose()
    {
        _block.Dispose();
        _packed.Dispose();
        _packedLength.Dispose();
    }

    // Reads straight into native memory.
    private int Fill(SafeFileHandle file, long offset) => _block.Write(span =>
    {
        int filled = 0;
        while (filled < span.Length && RandomAccess.Read(file, span[filled..], offset + filled) is var count and > 0)
        {
            filled += count;
        }

        _expected.Append(span[..filled]);
        return filled;
    });

    // The other direction, by .NET's own implementation.
    private bool IsUnpackedEqual(int length)
    {
        int packedLength = (int)_packedLength.Read<ulong>();
        _copy = _copy.Length < packedLength ? new byte[packedLength] : _copy;
        _packed.Read(0, packedLength, bytes => bytes.CopyTo(_copy));
        using ZLibStream stream = new(new MemoryStream(_copy, 0, packedLength), CompressionMode.Decompress);
        int offset = 0;
        while (stream.Read(_unpacked) is var count and > 0)
        {
            if (count > length - offset || !_block.Read(offset, count, bytes => bytes.SequenceEqual(_unpacked.AsSpan(0, count))))
            {
                return false;
            }

            offset += count;
        }

        return offset == length;
    }
}
