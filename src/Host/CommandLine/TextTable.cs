namespace ActorFfi;

/// <summary>Prints rows in columns that are as wide as they need to be; the first row has the titles.</summary>
internal static class TextTable
{
    /// <summary>Prints the rows.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="rows">The rows; all have as many columns as the first.</param>
    /// <param name="colour">Wraps the text of a cell, which is padded already; null for plain text.</param>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows, Func<string, string>? colour = null)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd();
            output.WriteLine(colour is null ? line : colour(line));
        }
    }
}
