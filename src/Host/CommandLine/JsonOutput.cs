using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ActorFfi;

/// <summary>Prints JSON, an object a line.</summary>
internal static class JsonOutput
{
    /// <summary>Prints what is written.</summary>
    public static Task WriteLineAsync(TextWriter output, Action<Utf8JsonWriter> write) => WriteLineAsync(output, writer =>
    {
        write(writer);
        return Task.CompletedTask;
    });

    /// <summary>Prints what is written.</summary>
    public static async Task WriteLineAsync(TextWriter output, Func<Utf8JsonWriter, Task> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        Utf8JsonWriter writer = new(bytes, Problem.JsonOptions);
        await using (writer.ConfigureAwait(false))
        {
            await write(writer).ConfigureAwait(false);
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(bytes.WrittenSpan)).ConfigureAwait(false);
    }

    /// <summary>Writes how long calls took, as <c>latency</c>; 0 for what nobody measured.</summary>
    public static void WriteLatency(Utf8JsonWriter writer, params ReadOnlySpan<(string Name, double? Seconds)> figures)
    {
        writer.WriteStartObject("latency");
        foreach ((string name, double? seconds) in figures)
        {
            writer.WriteNumber(name, seconds ?? 0);
        }

        writer.WriteEndObject();
    }

    /// <summary>Prints a failure: its type, what it says, and its facts.</summary>
    public static Task WriteFailureAsync(TextWriter output, Exception failure)
    {
        Problem problem = ProblemMapping.Of(failure);
        return WriteLineAsync(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", problem.Error);
            writer.WriteString("detail", problem.Status == StatusCodes.Status500InternalServerError ? CommandLineApp.MessageOf(failure) : problem.Detail);
            problem.WriteFacts(writer);
            writer.WriteEndObject();
        });
    }
}
