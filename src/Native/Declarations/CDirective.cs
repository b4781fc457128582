using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>One preprocessor line.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name: <c>define</c>.</param>
/// <param name="Rest">What follows the name.</param>
internal readonly record struct CDirective(CToken Place, string Name, string Rest)
{
    public static CDirective Of(CToken token)
    {
        string text = token.Text.TrimStart();
        int length = text.TakeWhile(char.IsAsciiLetter).Count();
        return new CDirective(token, text[..length], text[length..]);
    }

    /// <summary>The rest in tokens, each where the line stands.</summary>
    public ImmutableArray<CToken> Tokenize() => Tokenize(Rest, Place);

    /// <summary>A part of a line in tokens.</summary>
    /// <exception cref="DeclarationException">It holds what declarations cannot have.</exception>
    public static ImmutableArray<CToken> Tokenize(string text, CToken place)
    {
        ImmutableArray<CToken> tokens = CLexer.Tokenize(text, out DeclarationException? fault);
        return fault is null
            ? [.. tokens[..^1].Select(token => token with { Line = place.Line, Column = place.Column })]
            : throw new DeclarationException(place.Line, place.Column, fault.Expected, fault.Text, fault.Hint);
    }
}
