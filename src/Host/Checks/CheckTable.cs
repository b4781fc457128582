namespace ActorFfi;

/// <summary>Writes the report of a check for people.</summary>
internal static class CheckTable
{
    private static readonly string[] _titles = ["LIBRARY", "SYMBOL", "SIGNATURE", "STATE"];

    /// <summary>Writes the symbols, one a line.</summary>
    public static void Write(TextWriter output, CheckReport report)
    {
        TextTable.Write(
            output,
            [_titles, .. report.Libraries.SelectMany(library => library.Symbols.Select(symbol => new[] { library.Name, symbol.Name, symbol.Signature, symbol.State }))],
            Terminal.Of(output).Coloured);
    }

    /// <summary>Writes what is wrong, one a line.</summary>
    public static void WriteFaults(TextWriter error, CheckReport report)
    {
        foreach (OptionsFault fault in report.Faults)
        {
            error.WriteLine(fault);
        }
    }
}
