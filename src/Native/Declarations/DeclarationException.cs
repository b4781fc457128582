using System.Text;

namespace ActorFfi;

/// <summary>A declaration of a symbol or of types that is wrong, with the place and with what was expected there.</summary>
public sealed class DeclarationException : ActorFfiException
{
    private const int LongestShownText = 60;

    internal DeclarationException(int line, int column, string expected, string text, string? hint = null)
        : base(expected)
    {
        Line = line;
        Column = column;
        Expected = expected;
        Text = text;
        Hint = hint;
    }

    /// <summary>The line of the fault in the text, from 1; 0 where the declaration is no text but a shape.</summary>
    public int Line { get; }

    /// <summary>The column of the fault in UTF-16 characters, from 1; 0 where the declaration is no text but a shape.</summary>
    public int Column { get; }

    /// <summary>What a right declaration has in this place, in words: <c>a type</c>, <c>';'</c>.</summary>
    public string Expected { get; }

    /// <summary>What stands there instead; empty at the end of the text.</summary>
    public string Text { get; }

    /// <summary>The property of a shape that is wrong, such as <c>parameters[1].buffer.length</c>; null in a C declaration.</summary>
    public string? Path { get; init; }

    /// <summary>The library that the declaration belongs to, where known.</summary>
    public string? Library { get; init; }

    /// <summary>The symbol that is declared, where known.</summary>
    public string? Symbol { get; init; }

    /// <summary>The parameter that is wrong, where known.</summary>
    public string? Parameter { get; init; }

    /// <summary>A sentence on what to do, or null.</summary>
    internal string? Hint { get; }

    /// <inheritdoc/>
    public override string Message
    {
        get
        {
            StringBuilder message = new("Declaration");
            Append(message, " of '{0}'", Symbol);
            Append(message, " of library '{0}'", Library);
            message.Append(" is wrong");
            Append(message, " in '{0}'", Path);
            Append(message, " at line {0}", Line > 0 ? $"{Line}, column {Column}" : null);
            Append(message, " (parameter '{0}')", Parameter);
            message.Append(": expected ").Append(Expected).Append(" but found ").Append(Shown(Text)).Append('.');
            Append(message, " {0}", Hint);
            return message.ToString();
        }
    }

    /// <summary>The same fault with the names that only the layer above the parser knows.</summary>
    /// <param name="library">The library, or null to keep what is known.</param>
    /// <param name="symbol">The name that the symbol is declared under, or null to keep what is known.</param>
    /// <returns>A new exception; throw it in place of this one.</returns>
    public DeclarationException WithContext(string? library, string? symbol) =>
        new(Line, Column, Expected, Text, Hint)
        {
            Path = Path,
            Library = library ?? Library,
            Symbol = symbol ?? Symbol,
            Parameter = Parameter,
        };

    private static void Append(StringBuilder message, string format, string? fact)
    {
        if (fact is not null)
        {
            message.AppendFormat(null, format, fact);
        }
    }

    private static string Shown(string text)
    {
        if (text.Length == 0)
        {
            return "the end of the text";
        }

        StringBuilder shown = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestShownText)))
        {
            shown.Append(char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return $"'{shown}{(text.Length > LongestShownText ? "…" : "")}'";
    }
}
