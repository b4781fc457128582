using System.Text.Json;

namespace ActorFfi;

/// <summary>Writes the reply of a call as JSON, for HTTP and for the command line alike.</summary>
internal static class ReplyJson
{
    // A multiple of 3, so that only the last part is padded.
    private const int PartLength = 48 * 1024;

    /// <summary>Writes value, errno, arguments and timings (in microseconds).</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="call">The call, whose buffers are back.</param>
    /// <param name="reply">Its reply.</param>
    /// <param name="flush">Called from time to time, so that a long reply is never in memory as a whole.</param>
    public static async Task WriteAsync(Utf8JsonWriter writer, CallBuilder call, NativeReply reply, Func<ValueTask> flush)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value");
        ValueJson.Write(writer, reply.Value);
        WriteErrno(writer, call.Target, reply.Errno);
        writer.WriteStartArray("arguments");
        foreach (CallArgument argument in call.Arguments)
        {
            await WriteArgumentAsync(writer, argument, flush).ConfigureAwait(false);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("timings");
        writer.WriteNumber("queue", reply.QueueTime.GetValueOrDefault().TotalMicroseconds);
        writer.WriteNumber("native", reply.NativeTime.GetValueOrDefault().TotalMicroseconds);
        writer.WriteEndObject();
        writer.WriteEndObject();
        await flush().ConfigureAwait(false);
    }

    private static void WriteErrno(Utf8JsonWriter writer, CallTarget target, int errno)
    {
        if (target.Symbol.Declaration.CapturesErrno)
        {
            writer.WriteNumber("errno", errno);
        }
        else
        {
            writer.WriteNull("errno");
        }
    }

    private static async Task WriteArgumentAsync(Utf8JsonWriter writer, CallArgument argument, Func<ValueTask> flush)
    {
        if (!argument.IsShown)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        if (argument.Scalar is { } kind)
        {
            writer.WritePropertyName(ScalarKinds.NameOf(kind));
            ValueJson.Write(writer, ScalarValue.ReadFrom(argument.Buffer!, kind));
        }
        else if (argument.File is not null)
        {
            writer.WriteString("file", argument.File);
        }
        else
        {
            writer.WritePropertyName("buffer");
            await WriteBytesAsync(writer, argument.Buffer!, flush).ConfigureAwait(false);
        }

        writer.WriteEndObject();
    }

    private static async Task WriteBytesAsync(Utf8JsonWriter writer, OwnedBuffer buffer, Func<ValueTask> flush)
    {
        long offset = 0;
        do
        {
            int length = (int)Math.Min(PartLength, buffer.Length - offset);
            bool isLast = offset + length == buffer.Length;
            buffer.Read(offset, length, bytes => writer.WriteBase64StringSegment(bytes, isLast));
            offset += length;
            await flush().ConfigureAwait(false);
        }
        while (offset < buffer.Length);
    }
}
