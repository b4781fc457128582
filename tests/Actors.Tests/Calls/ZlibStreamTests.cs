using System.IO.Compression;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>zlib's streams: a struct that native code keeps, buffers that it finds through the struct, and allocators in C#.</summary>
public sealed class ZlibStreamTests
{
    private const string Types = """
        typedef void *(*alloc_func)(void *opaque, unsigned int items, unsigned int size);
        typedef void (*free_func)(void *opaque, void *address);
        struct internal_state;
        typedef struct z_stream_s {
            const unsigned char *next_in; unsigned int avail_in; unsigned long total_in;
            unsigned char *next_out; unsigned int avail_out; unsigned long total_out;
            const char *msg; struct internal_state *state;
            alloc_func zalloc; free_func zfree; void *opaque;
            int data_type; unsigned long adler, reserved;
        } z_stream;
        """;

    private const int Finish = 4;
    private const int StreamEnd = 1;

    [Fact]
    public async Task Stream_WithKeptBuffersAndAllocatorsInManagedCode_Compresses()
    {
        await using FfiRuntime ffi = await StartAsync();
        using Allocator allocator = new(ffi);
        byte[] text = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i / 7 % 61))];
        using OwnedBuffer memory = OwnedBuffer.Allocate(Stream().Size);
        using OwnedBuffer input = OwnedBuffer.CopyOf(text);
        using OwnedBuffer output = OwnedBuffer.Allocate(text.Length + 1024);
        ForeignPointer pointer = Keep(ffi, memory);
        NativeStruct stream = NativeStruct.Behind(Stream(), pointer);
        allocator.PutInto(stream);
        stream.Set("next_in", Keep(ffi, input));
        stream.Set("avail_in", text.Length);
        stream.Set("next_out", Keep(ffi, output));
        Assert.Equal((BufferState.Lent, BufferState.Lent), (memory.State, output.State));

        await ffi["zlib"]["deflateInit_"].CallAsync(pointer, 6, "1.2.11", Stream().Size);
        int result = 0;
        while (result != StreamEnd)
        {
            stream.Set("avail_out", 4096);
            NativeReply reply = await ffi["zlib"]["deflate"].CallAsync(pointer, Finish);
            result = reply.Value.ToInt32();
        }

        int length = stream["total_out"].ToInt32();
        await ffi["zlib"]["deflateEnd"].CallAsync(pointer);
        Assert.Throws<BufferDetachedException>(() => output.Read(bytes => bytes.Length));
        Array.ForEach([memory, input, output], buffer => buffer.Reclaim());

        Assert.InRange(length, 1, text.Length / 2);
        Assert.Equal(text, Decompressed(output.Read(bytes => bytes[..length].ToArray())));
        Assert.True(allocator.Allocations > 0);
        Assert.Equal(allocator.Allocations, allocator.Releases);
    }

    private static Task<FfiRuntime> StartAsync() => FfiRuntime.StartAsync(builder => builder
        .AddLibrary("libc", library => library
            .Path("libc.so.6")
            .Declare("void *memset(void *memory, int value, size_t length)", symbol => symbol.Kept("memory"))
            .Declare("void *calloc(size_t count, size_t size)")
            .Declare("void free(void *memory)"))
        .AddLibrary("zlib", library => library
            .Path("libz.so.1", "libz.so")
            .Types(Types)
            .Workers(1)
            .Declare("int deflateInit_(z_stream *strm, int level, const char *version, int size)", symbol => symbol.Fails("result != 0"))
            .Declare("int deflate(z_stream *strm, int flush)", symbol => symbol.Fails("result < 0"))
            .Declare("int deflateEnd(z_stream *strm)", symbol => symbol.Fails("result != 0"))));

    private static NativeType Stream() => TypeScope.Parse(Types).TypeOf("z_stream");

    // Lends a buffer for longer than a call, and gives the pointer to it that only native code can give.
    private static ForeignPointer Keep(FfiRuntime ffi, OwnedBuffer buffer) => ffi["libc"]["memset"].Invoke(buffer, 0, 0).ToPointer();

    private static byte[] Decompressed(byte[] compressed)
    {
        using ZLibStream stream = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream result = new();
        stream.CopyTo(result);
        return result.ToArray();
    }

    /// <summary>What zlib allocates with.</summary>
    private sealed class Allocator : IDisposable
    {
        private readonly StoredCallback _allocate;
        private readonly StoredCallback _release;

        public Allocator(FfiRuntime ffi)
        {
            SymbolRef calloc = ffi["libc"]["calloc"];
            SymbolRef free = ffi["libc"]["free"];
            _allocate = ffi["zlib"].CreateCallback("void *zalloc(void *opaque, unsigned int items, unsigned int size)", (ForeignPointer opaque, uint items, uint size) =>
            {
                Allocations++;
                return calloc.Invoke(items, size).ToPointer();
            });
            _release = ffi["zlib"].CreateCallback("void zfree(void *opaque, void *address)", (ForeignPointer opaque, ForeignPointer address) =>
            {
                Releases++;
                free.Invoke(address);
            });
        }

        public int Allocations { get; private set; }

        public int Releases { get; private set; }

        public void PutInto(NativeStruct stream)
        {
            stream.Set("zalloc", _allocate);
            stream.Set("zfree", _release);
        }

        public void Dispose()
        {
            _allocate.Dispose();
            _release.Dispose();
        }
    }
}
