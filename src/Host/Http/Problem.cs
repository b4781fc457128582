using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace ActorFfi;

/// <summary>The answer to a request that failed, in the form of RFC 9457.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">The type of the exception, without namespace.</param>
/// <param name="Detail">What happened, why, and what to do.</param>
internal sealed record Problem(int Status, string Error, string Detail)
{
    /// <summary>Quotes and the like stay readable; the output is never part of a page.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>After how many seconds another attempt makes sense, where one does.</summary>
    public long RetryAfter { get; init; } = 1;

    /// <summary>The parameter whose argument is wrong.</summary>
    public string? Parameter { get; init; }

    /// <summary>The line of the fault in the body, from 1.</summary>
    public long? Line { get; init; }

    /// <summary>The byte of the fault in its line, from 1.</summary>
    public long? Column { get; init; }

    /// <summary>What the function returned that is declared a failure, and the errno it left.</summary>
    public NativeCallFailedException? Native { get; init; }

    /// <summary>How the guest died that ran the call.</summary>
    public GuestCrashedException? Crash { get; init; }

    /// <summary>Sends it, unless a part of another answer is on its way already; then the connection is cut.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/problem+json";
        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        }

        Utf8JsonWriter writer = new(context.Response.BodyWriter, JsonOptions);
        await using (writer.ConfigureAwait(false))
        {
            Write(writer);
        }
    }

    /// <summary>Writes the members of the problem as one object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
        writer.WriteNumber("status", Status);
        writer.WriteString("error", Error);
        writer.WriteString("detail", Detail);
        WriteFacts(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members that only some problems have.</summary>
    public void WriteFacts(Utf8JsonWriter writer)
    {
        if (Parameter is not null)
        {
            writer.WriteString("parameter", Parameter);
        }

        if (Line is { } line && Column is { } column)
        {
            writer.WriteNumber("line", line);
            writer.WriteNumber("column", column);
        }

        if (Native is not null)
        {
            writer.WritePropertyName("value");
            ValueJson.Write(writer, Native.Value);
            writer.WriteNumber("errno", Native.Errno);
        }

        if (Crash is not null)
        {
            writer.WriteString("signal", Crash.Signal);
            writer.WriteNumber("pid", Crash.ProcessId);
            if (Crash.ExitCode is { } code)
            {
                writer.WriteNumber("exitCode", code);
            }
        }
    }
}
