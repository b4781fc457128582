using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ActorFfi;

/// <summary>Writes the reply of a raw call whose client wants bytes: the body is what a buffer holds, everything else is in headers.</summary>
internal static class RawReply
{
    private const int PartLength = 64 << 10;
    private const string OctetStream = "application/octet-stream";

    /// <summary>The argument whose bytes the client wants; null where it wants JSON, or there is none.</summary>
    public static CallArgument? BytesOf(HttpRequest request, CallBuilder call)
    {
        bool isWanted = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)
            && accepted.Any(type => type.MediaType.Equals(OctetStream, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
        return isWanted ? call.Arguments.FirstOrDefault(argument => argument is { IsShown: true, Scalar: null }) : null;
    }

    /// <summary>Sends the bytes in parts, so that they are never in managed memory as a whole.</summary>
    public static async Task WriteAsync(HttpContext context, CallBuilder call, NativeReply reply, CallArgument argument)
    {
        OwnedBuffer buffer = argument.Buffer!;
        long length = LengthOf(argument, call);
        HttpResponse response = context.Response;
        response.ContentType = OctetStream;
        response.ContentLength = length;
        response.Headers["ActorFfi-Value"] = TextOf(reply.Value);
        if (call.Target.Symbol.Declaration.CapturesErrno)
        {
            response.Headers["ActorFfi-Errno"] = reply.Errno.ToString(CultureInfo.InvariantCulture);
        }

        response.Headers["ActorFfi-Queue-Time"] = Microseconds(reply.QueueTime);
        response.Headers["ActorFfi-Native-Time"] = Microseconds(reply.NativeTime);
        PipeWriter pipe = response.BodyWriter;
        for (long offset = 0; offset < length; offset += PartLength)
        {
            int part = (int)Math.Min(PartLength, length - offset);
            buffer.Read(offset, part, bytes => bytes.CopyTo(pipe.GetSpan(bytes.Length)));
            pipe.Advance(part);
            await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    // Where native code says behind a pointer how much it wrote, that much is sent.
    private static long LengthOf(CallArgument argument, CallBuilder call)
    {
        long length = argument.Buffer!.Length;
        if (argument.Parameter.Extent is not { Count: { Operation: ExtentOperation.Indirect, ParameterIndex: int index } } || call.Arguments[index] is not { Scalar: { } kind, Buffer: { } holder })
        {
            return length;
        }

        ulong written = unchecked((ulong)ScalarValue.ReadFrom(holder, kind).Bits) * (ulong)(argument.Parameter.Type.Element?.Size ?? 1);
        return written < (ulong)length ? (long)written : length;
    }

    private static string TextOf(NativeValue value)
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json); // Its default encoder leaves ASCII only.
        ValueJson.Write(writer, value);
        writer.Flush();
        return Encoding.ASCII.GetString(json.WrittenSpan);
    }

    private static string Microseconds(TimeSpan? time) => time.GetValueOrDefault().TotalMicroseconds.ToString(CultureInfo.InvariantCulture);
}
