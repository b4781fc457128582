using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A macro of a library's types.</summary>
/// <param name="Parameters">The names of its parameters; null for one without parentheses.</param>
/// <param name="Body">What it stands for, as text: it is cut into tokens where it is used, because many macros of headers are no C that declarations have.</param>
/// <param name="Place">The directive that defines it.</param>
internal sealed record CMacro(ImmutableArray<string>? Parameters, string Body, CToken Place)
{
    /// <summary>What to do about an unknown word that is written as macros are; null for others.</summary>
    public static string? HintFor(CToken token) =>
        token.IsWord && token.Text.Length > 1 && token.Text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')
            ? $"If '{token.Text}' is a macro, write '#define {token.Text}' with what it stands for into the library's types."
            : null;
}
