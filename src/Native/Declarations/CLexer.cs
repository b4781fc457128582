using System.Collections.Immutable;
using System.Text;

namespace ActorFfi;

/// <summary>Cuts C text into tokens; comments and white space separate them.</summary>
internal sealed class CLexer
{
    private static readonly string[] _longPunctuators = ["...", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||"];

    private readonly string _text;
    private readonly bool _takesDirectives;
    private int _position;
    private int _line = 1;
    private int _column = 1;
    private int _lineOfLastToken;

    private CLexer(string text, bool takesDirectives)
    {
        _text = text;
        _takesDirectives = takesDirectives;
    }

    /// <summary>The tokens of <paramref name="text"/>; the last one, and only that, is of kind <see cref="CTokenKind.End"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">Why the tokens end before the text does; null where they do not.</param>
    /// <param name="takesDirectives">Whether preprocessor lines are tokens; otherwise they are errors.</param>
    public static ImmutableArray<CToken> Tokenize(string text, out DeclarationException? fault, bool takesDirectives = false)
    {
        CLexer lexer = new(text, takesDirectives);
        ImmutableArray<CToken>.Builder tokens = ImmutableArray.CreateBuilder<CToken>();
        fault = null;
        while (tokens.Count == 0 || tokens[^1].Kind != CTokenKind.End)
        {
            try
            {
                tokens.Add(lexer.Next());
            }
            catch (DeclarationException error)
            {
                fault = error;
                tokens.Add(new CToken(CTokenKind.End, "", error.Line, error.Column));
            }
        }

        return tokens.DrainToImmutable();
    }

    private char Current => Ahead(0);

    private CToken Next()
    {
        SkipBlanks();
        return Current switch
        {
            '\0' when _position == _text.Length => new CToken(CTokenKind.End, "", _line, _column),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Take(CTokenKind.Word, LengthOfWord()),
            >= '0' and <= '9' => Take(CTokenKind.Number, LengthOfWord()),
            '\'' => Take(CTokenKind.Character, LengthOfQuoted('\'', "' after a character constant")),
            '"' => Take(CTokenKind.String, LengthOfQuoted('"', "'\"' after a string")),
            '#' when _takesDirectives && _lineOfLastToken != _line => TakeDirective(),
            '#' => throw Fail("a declaration", "#", "Preprocessor lines are not read; write the declaration that they lead to."),
            _ => Take(CTokenKind.Punctuator, LengthOfPunctuator()),
        };
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            if (Current is ' ' or '\t' or '\r' or '\n' or '\f' or '\v')
            {
                Advance(1);
            }
            else if (Current == '/' && Ahead(1) is '/' or '*')
            {
                SkipComment();
            }
            else if (JoinedLine() is var joined and > 0)
            {
                Advance(joined);
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlockComment()
    {
        int end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fail("'*/' after a comment", _text[_position..]);
        }

        Advance(end + 2 - _position);
    }

    private int LengthOfWord()
    {
        int length = 1;
        while (char.IsAsciiLetterOrDigit(Ahead(length)) || Ahead(length) == '_')
        {
            length++;
        }

        return length;
    }

    private int LengthOfQuoted(char quote, string expected)
    {
        int length = 1;
        while (Ahead(length) != quote && Ahead(length) is not ('\r' or '\n') && _position + length < _text.Length)
        {
            length += Ahead(length) == '\\' ? 2 : 1;
        }

        return Ahead(length) == quote ? length + 1 : throw Fail(expected, _text[_position..Math.Min(_position + length, _text.Length)]);
    }

    // The rest of the line, and of those that a backslash joins to it, with comments left out.
    private CToken TakeDirective()
    {
        (int line, int column) = (_line, _column);
        StringBuilder content = new();
        Advance(1);
        while (_position < _text.Length && Current is not ('\n' or '\r'))
        {
            if (JoinedLine() is var joined and > 0)
            {
                Advance(joined);
                content.Append(' ');
            }
            else if (Current == '/' && Ahead(1) is '/' or '*')
            {
                SkipComment();
                content.Append(' ');
            }
            else
            {
                content.Append(Current);
                Advance(1);
            }
        }

        return new CToken(CTokenKind.Directive, content.ToString(), line, column);
    }

    // The length of a backslash at the end of a line with that end; 0 for anything else.
    private int JoinedLine() => Current != '\\' ? 0 : Ahead(1) == '\n' ? 2 : Ahead(1) != '\r' ? 0 : Ahead(2) == '\n' ? 3 : 2;

    private void SkipComment()
    {
        if (Ahead(1) == '*')
        {
            SkipBlockComment();
            return;
        }

        while (_position < _text.Length && Current is not ('\n' or '\r'))
        {
            Advance(Math.Max(JoinedLine(), 1)); // A backslash joins lines before comments are looked for.
        }
    }

    private int LengthOfPunctuator()
    {
        foreach (string punctuator in _longPunctuators)
        {
            if (string.CompareOrdinal(_text, _position, punctuator, 0, punctuator.Length) == 0)
            {
                return punctuator.Length;
            }
        }

        return "*()[]{},;:.=+-/%&|^~<>!?".Contains(Current) ? 1 : throw Fail("C text", WholeCharacter());
    }

    private string WholeCharacter() =>
        Rune.TryGetRuneAt(_text, _position, out Rune rune) ? rune.ToString() : Current.ToString();

    private char Ahead(int distance) => _position + distance < _text.Length ? _text[_position + distance] : '\0';

    private CToken Take(CTokenKind kind, int length)
    {
        CToken token = new(kind, _text.Substring(_position, length), _line, _column);
        _lineOfLastToken = _line;
        Advance(length);
        return token;
    }

    private void Advance(int length)
    {
        for (int end = _position + length; _position < end; _position++)
        {
            // A lone CR, a lone LF and CR LF each end one line.
            bool endsLine = _text[_position] == '\n' || (_text[_position] == '\r' && Ahead(1) != '\n');
            _line += endsLine ? 1 : 0;
            _column = endsLine ? 1 : _column + 1;
        }
    }

    private DeclarationException Fail(string expected, string text, string? hint = null) => new(_line, _column, expected, text, hint);
}
