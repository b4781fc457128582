using System.Globalization;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi symbols FILE</c>: what a shared object exports.</summary>
internal static class SymbolsCommand
{
    /// <summary>Prints the symbols.</summary>
    public static async Task<int> RunAsync(string file, bool printsJson, TextWriter output)
    {
        IReadOnlyList<ElfSymbol> symbols = ElfFile.ExportsOf(file);
        if (printsJson)
        {
            await JsonOutput.WriteLineAsync(output, writer => Write(writer, file, symbols)).ConfigureAwait(false);
        }
        else
        {
            TextTable.Write(output, [["NAME", "KIND", "SIZE", "BINDING"], .. symbols.Select(Row)]);
        }

        return ExitCodes.Success;
    }

    private static string[] Row(ElfSymbol symbol) => [symbol.Name, symbol.Kind, symbol.Size.ToString(CultureInfo.InvariantCulture), symbol.Binding];

    private static void Write(Utf8JsonWriter writer, string file, IReadOnlyList<ElfSymbol> symbols)
    {
        writer.WriteStartObject();
        writer.WriteString("file", file);
        writer.WriteStartArray("symbols");
        foreach (ElfSymbol symbol in symbols)
        {
            writer.WriteStartObject();
            writer.WriteString("name", symbol.Name);
            writer.WriteString("kind", symbol.Kind);
            writer.WriteNumber("size", symbol.Size);
            writer.WriteString("binding", symbol.Binding);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
