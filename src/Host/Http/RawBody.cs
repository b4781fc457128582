using System.Buffers;
using System.IO.Pipelines;

namespace ActorFfi;

/// <summary>Reads the body of a request straight into a buffer of a library: the only copy is the one out of the server's own small blocks.</summary>
internal static class RawBody
{
    private const long FirstLength = 64 << 10;

    /// <summary>Reads the whole body; the caller owns the buffer.</summary>
    /// <exception cref="BadHttpRequestException">The body is too long.</exception>
    public static async ValueTask<OwnedBuffer> ReadAsync(HttpContext context, LibraryRef library, long limit)
    {
        long? announced = context.Request.ContentLength;
        if (announced > limit)
        {
            throw RequestBody.TooLong(limit);
        }

        OwnedBuffer buffer = library.AllocateUninitialized(announced ?? Math.Min(FirstLength, limit));
        try
        {
            long length = 0;
            bool isEnd = false;
            while (!isEnd)
            {
                ReadResult read = await context.Request.BodyReader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                if (length + read.Buffer.Length > limit)
                {
                    context.Request.BodyReader.AdvanceTo(read.Buffer.End); // Or the server could not drop the rest, and would cut the connection.
                    throw RequestBody.TooLong(limit);
                }

                buffer = Fit(library, buffer, length, read.Buffer.Length, limit);
                length = Append(buffer, length, read.Buffer);
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                isEnd = read.IsCompleted;
            }

            return buffer.Length == length ? buffer : Replace(library, buffer, length, length);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static long Append(OwnedBuffer buffer, long length, in ReadOnlySequence<byte> bytes)
    {
        using WriteBorrow room = buffer.BorrowMutable(length, (int)bytes.Length); // The server never holds so much that it would not fit a span.
        bytes.CopyTo(room.Span);
        return length + bytes.Length;
    }

    // A body of unknown length: the buffer doubles, up to the limit.
    private static OwnedBuffer Fit(LibraryRef library, OwnedBuffer buffer, long length, long more, long limit) =>
        length + more <= buffer.Length ? buffer : Replace(library, buffer, length, Math.Min(limit, Math.Max(buffer.Length * 2, length + more)));

    private static OwnedBuffer Replace(LibraryRef library, OwnedBuffer buffer, long length, long capacity)
    {
        OwnedBuffer replacement = library.AllocateUninitialized(capacity);
        BufferFiles.EachPart(length, (offset, part) => buffer.Read(offset, part, bytes =>
        {
            using WriteBorrow target = replacement.BorrowMutable(offset, part);
            bytes.CopyTo(target.Span);
        }));
        buffer.Dispose();
        return replacement;
    }
}
