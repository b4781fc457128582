using System.Text.Json;

namespace ActorFfi;

/// <summary><c>GET /v1/libraries</c>: what is declared and how it is.</summary>
internal sealed class LibrariesEndpoint(FfiRuntime ffi)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        Utf8JsonWriter writer = new(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("libraries");
            foreach (string name in ffi.Libraries.Order(StringComparer.Ordinal))
            {
                Write(writer, ffi[name]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, LibraryRef library)
    {
        writer.WriteStartObject();
        writer.WriteString("name", library.Name);
        writer.WriteString("state", library.State.ToString());
        writer.WriteNumber("liveBuffers", library.LiveBuffers);
        writer.WriteNumber("liveBytes", library.LiveBytes);
        writer.WriteStartArray("symbols");
        foreach (string name in library.Symbols.Order(StringComparer.Ordinal))
        {
            Write(writer, name, library.Find(name));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, SymbolRef? symbol)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteBoolean("absent", symbol is null);
        if (symbol is not null)
        {
            writer.WriteString("signature", SignatureText.Of(symbol.Declaration));
            writer.WriteString("nativeName", symbol.Declaration.NativeName);
        }

        writer.WriteEndObject();
    }
}
