using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A place in a sequence of tokens, and the names that its error messages carry.</summary>
internal sealed class CTokenReader
{
    // Far beyond any real declaration, far below what would exhaust the stack.
    private const int DeepestNesting = 64;

    private readonly ImmutableArray<CToken> _tokens;

    // What is no token at all; told when the parser comes there, because only then it knows the names that belong to it.
    private readonly DeclarationException? _fault;
    private int _index;
    private int _depth;

    /// <param name="text">The text.</param>
    /// <param name="scope">Whose macros are replaced; null for none.</param>
    public CTokenReader(string text, TypeScope? scope = null)
    {
        _tokens = CLexer.Tokenize(text, out _fault);
        if (scope is { Macros.IsEmpty: false })
        {
            _tokens = [.. new CMacroExpansion(scope.Macros).Expand(_tokens.AsSpan()[..^1]), _tokens[^1]];
        }
    }

    /// <param name="tokens">What is read; the last one is the end.</param>
    /// <param name="fault">Why the tokens end before their text did; null where they do not.</param>
    public CTokenReader(ImmutableArray<CToken> tokens, DeclarationException? fault = null)
    {
        _tokens = tokens;
        _fault = fault;
    }

    /// <summary>The symbol that errors name from now on.</summary>
    public string? Symbol { get; set; }

    /// <summary>The parameter that errors name from now on.</summary>
    public string? Parameter { get; set; }

    /// <summary>The property of a shape that the text comes from.</summary>
    public string? Path { get; init; }

    public CToken Current => _fault is null || _index < _tokens.Length - 1
        ? _tokens[_index]
        : throw FailFor(_tokens[^1], _fault.Text, _fault.Expected, _fault.Hint);

    public CToken Following => _tokens[Math.Min(_index + 1, _tokens.Length - 1)];

    public CToken Next()
    {
        CToken token = Current;
        _index = Math.Min(_index + 1, _tokens.Length - 1);
        return token;
    }

    public bool Accept(string text)
    {
        bool found = Current.Is(text);
        if (found)
        {
            Next();
        }

        return found;
    }

    public CToken Expect(string text) => Current.Is(text) ? Next() : throw Fail($"'{text}'");

    public void ExpectEnd()
    {
        if (Current.Kind != CTokenKind.End)
        {
            throw Fail("the end of the text");
        }
    }

    /// <summary>Runs a part of the parser that may come round to itself, so that no text exhausts the stack.</summary>
    public T Nested<T>(Func<T> parse)
    {
        if (++_depth > DeepestNesting)
        {
            throw Fail($"at most {DeepestNesting} nested parts");
        }

        T result = parse();
        _depth--;
        return result;
    }

    public DeclarationException Fail(string expected, string? hint = null) => Fail(Current, expected, hint);

    public DeclarationException Fail(CToken token, string expected, string? hint = null) => FailFor(token, token.Text, expected, hint);

    /// <summary>As <see cref="Fail(CToken, string, string?)"/>, where more is wrong than one token shows.</summary>
    public DeclarationException FailFor(CToken token, string found, string expected, string? hint = null) =>
        new(token.Line, token.Column, expected, found, hint) { Symbol = Symbol, Parameter = Parameter, Path = Path };

    public DeclarationException NotSupported(CToken token, string construct, string found, string? hint = null) =>
        FailFor(token, found, "a type that is supported", $"{construct} are not supported yet.{(hint is null ? "" : " " + hint)}");
}
