using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Replaces macros by what they stand for.</summary>
internal sealed class CMacroExpansion(ImmutableDictionary<string, CMacro> macros)
{
    // Far beyond any real header, far below what would exhaust the memory.
    private const int MostTokens = 1 << 20;
    private const int DeepestNesting = 64;

    private int _made;

    /// <summary>The macros that are defined now.</summary>
    public ImmutableDictionary<string, CMacro> Macros { get; private set; } = macros;

    /// <summary>Defines a macro; one of the same name is replaced.</summary>
    public void Define(CDirective directive)
    {
        string text = directive.Rest.TrimStart();
        int length = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_').Count();
        if (length == 0 || char.IsAsciiDigit(text[0]))
        {
            throw Fail(directive.Place, "the name of a macro", text.Trim());
        }

        string name = text[..length];
        string rest = text[length..];
        int close = rest.StartsWith('(') ? rest.IndexOf(')', StringComparison.Ordinal) : -1;
        Macros = Macros.SetItem(name, close < 0
            ? new CMacro(null, rest.Trim(), directive.Place)
            : new CMacro([.. rest[1..close].Split(',').Select(parameter => parameter.Trim()).Where(parameter => parameter.Length > 0)], rest[(close + 1)..].Trim(), directive.Place));
    }

    /// <summary>Forgets a macro, if there is one.</summary>
    public void Undefine(string name) => Macros = Macros.Remove(name);

    /// <summary>The tokens with all macros replaced.</summary>
    /// <exception cref="DeclarationException">A macro is used that declarations cannot have.</exception>
    public List<CToken> Expand(ReadOnlySpan<CToken> tokens)
    {
        List<CToken> output = [];
        Expand(tokens, output, [], depth: 0);
        return output;
    }

    /// <summary>The condition of an <c>#if</c> with its questions answered.</summary>
    public CToken[] ResolveDefined(ImmutableArray<CToken> tokens)
    {
        List<CToken> output = [];
        for (int i = 0; i < tokens.Length; i++)
        {
            if (!tokens[i].Is("defined"))
            {
                output.Add(tokens[i]);
                continue;
            }

            bool isOpen = i + 1 < tokens.Length && tokens[i + 1].Is("(");
            int name = i + (isOpen ? 2 : 1);
            if (name >= tokens.Length || (isOpen && (name + 1 >= tokens.Length || !tokens[name + 1].Is(")"))))
            {
                throw Fail(tokens[i], "the name of a macro after 'defined'", "defined");
            }

            output.Add(tokens[i] with { Kind = CTokenKind.Number, Text = Macros.ContainsKey(tokens[name].Text) ? "1" : "0" });
            i = name + (isOpen ? 1 : 0);
        }

        return [.. output];
    }

    // A macro is not replaced within itself.
    private void Expand(ReadOnlySpan<CToken> tokens, List<CToken> output, ImmutableHashSet<string> within, int depth)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            CToken token = tokens[i];
            CMacro? macro = token.IsWord && !within.Contains(token.Text) ? Macros.GetValueOrDefault(token.Text) : null;
            bool isCalled = macro?.Parameters is not null && i + 1 < tokens.Length && tokens[i + 1].Is("(");
            if (macro is null || (macro.Parameters is not null && !isCalled))
            {
                Count(token);
                output.Add(token);
                continue;
            }

            List<CToken[]> arguments = [];
            i += isCalled ? ReadArguments(tokens[(i + 1)..], token, arguments) : 0;
            if (depth == DeepestNesting)
            {
                throw Fail(token, $"at most {DeepestNesting} macros in each other", token.Text);
            }

            Expand(Body(macro, token, arguments), output, within.Add(token.Text), depth + 1);
        }
    }

    private CToken[] Body(CMacro macro, CToken use, List<CToken[]> arguments)
    {
        List<CToken> body = [];
        foreach (CToken token in CDirective.Tokenize(macro.Body, use))
        {
            int parameter = token.IsWord && macro.Parameters is { } names ? names.IndexOf(token.Text) : -1;
            if (parameter < 0)
            {
                body.Add(token);
            }
            else if (parameter < arguments.Count)
            {
                body.AddRange(arguments[parameter]);
            }

            Count(use);
        }

        return [.. body];
    }

    // The tokens between the parentheses, apart where commas part them.
    private static int ReadArguments(ReadOnlySpan<CToken> tokens, CToken use, List<CToken[]> arguments)
    {
        List<CToken> argument = [];
        int depth = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
            if (depth == 0 || (depth == 1 && tokens[i].Is(",")))
            {
                arguments.Add([.. argument]);
                argument.Clear();
            }
            else if (i > 0)
            {
                argument.Add(tokens[i]);
            }

            if (depth == 0)
            {
                return i + 1;
            }
        }

        throw Fail(use, "')' after the arguments of a macro", use.Text);
    }

    private void Count(CToken place)
    {
        if (++_made > MostTokens)
        {
            throw Fail(place, $"macros that stand for at most {MostTokens} words", place.Text);
        }
    }

    private static DeclarationException Fail(CToken place, string expected, string found) => new(place.Line, place.Column, expected, found);
}
