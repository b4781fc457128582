using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Runs the preprocessor lines of a library's types: macros, conditions, <c>#pragma pack</c>. Includes are skipped.</summary>
/// <remarks>Grammar: C11, 6.10, without <c>#</c> and <c>##</c>.</remarks>
internal sealed class CPreprocessor
{
    private readonly TypeScope _scope;
    private readonly CMacroExpansion _expansion;
    private readonly CPackStack _packs = new();
    private readonly Stack<Condition> _conditions = new();
    private readonly ImmutableArray<CToken>.Builder _output = ImmutableArray.CreateBuilder<CToken>();

    private CPreprocessor(TypeScope scope)
    {
        _scope = scope;
        _expansion = new CMacroExpansion(scope.Macros);
    }

    /// <summary>A condition that is open.</summary>
    private sealed record Condition(CToken Place, bool IsReached)
    {
        /// <summary>Whether the text here counts.</summary>
        public bool IsActive { get; set; }

        /// <summary>Whether a branch was taken already.</summary>
        public bool IsDone { get; set; }
    }

    private bool IsActive => _conditions.TryPeek(out Condition? condition) ? condition.IsActive : true;

    /// <summary>The tokens that are left, and the macros that are defined at the end.</summary>
    /// <exception cref="DeclarationException">A directive is wrong, or a macro is used that declarations cannot have.</exception>
    public static (ImmutableArray<CToken> Tokens, ImmutableDictionary<string, CMacro> Macros) Run(ImmutableArray<CToken> tokens, TypeScope scope)
    {
        CPreprocessor self = new(scope);
        int from = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind is CTokenKind.Directive or CTokenKind.End)
            {
                self.Add(tokens.AsSpan()[from..i]);
                self.Obey(tokens[i]);
                from = i + 1;
            }
        }

        return (self._output.ToImmutable(), self._expansion.Macros);
    }

    private void Add(ReadOnlySpan<CToken> tokens)
    {
        if (!IsActive || tokens.IsEmpty)
        {
            return;
        }

        foreach (CToken token in _expansion.Expand(tokens))
        {
            _output.Add(token with { Pack = _packs.Current });
        }
    }

    private void Obey(CToken token)
    {
        if (token.Kind == CTokenKind.End)
        {
            _output.Add(token);
            if (_conditions.TryPeek(out Condition? open))
            {
                throw Fail(open.Place, "'#endif' after a condition");
            }

            return;
        }

        CDirective directive = CDirective.Of(token);
        switch (directive.Name)
        {
            case "if" or "ifdef" or "ifndef":
                bool isReached = IsActive;
                bool holds = isReached && Holds(directive);
                _conditions.Push(new Condition(token, isReached) { IsActive = holds, IsDone = holds });
                break;
            case "elif" or "else" or "endif":
                Continue(directive);
                break;
            default:
                if (IsActive)
                {
                    Run(directive);
                }

                break;
        }
    }

    private void Continue(CDirective directive)
    {
        if (!_conditions.TryPeek(out Condition? condition))
        {
            throw Fail(directive.Place, "'#if' before it");
        }

        if (directive.Name == "endif")
        {
            _conditions.Pop();
            return;
        }

        condition.IsActive = condition.IsReached && !condition.IsDone && (directive.Name == "else" || Holds(directive));
        condition.IsDone |= condition.IsActive;
    }

    private void Run(CDirective directive)
    {
        switch (directive.Name)
        {
            case "define":
                _expansion.Define(directive);
                break;
            case "undef":
                _expansion.Undefine(directive.Rest.Trim());
                break;
            case "pragma":
                _packs.Obey(directive);
                break;
            case "error":
                throw Fail(directive.Place, "types that do not end in '#error'");
            case "" or "include" or "warning" or "line" or "ident":
                break;
            default:
                throw Fail(directive.Place, "a preprocessor line of C", "Macros, conditions and '#pragma pack' are read, and '#include' is skipped.");
        }
    }

    // What is no macro is 0, as in C.
    private bool Holds(CDirective directive)
    {
        if (directive.Name != "if" && directive.Name != "elif")
        {
            return _expansion.Macros.ContainsKey(directive.Rest.Trim()) == (directive.Name == "ifdef");
        }

        CToken[] condition = [.. _expansion.Expand(_expansion.ResolveDefined(directive.Tokenize())).Select(token =>
            token.IsWord && !token.Is("true") ? token with { Kind = CTokenKind.Number, Text = "0" } : token)];
        CTokenReader reader = new([.. condition, new CToken(CTokenKind.End, "", directive.Place.Line, directive.Place.Column)]);
        CConstant value = new CTypeParser(reader, _scope).ParseCondition();
        reader.ExpectEnd();
        return !value.Value.IsZero;
    }

    private static DeclarationException Fail(CToken place, string expected, string? hint = null) =>
        new(place.Line, place.Column, expected, "#" + CDirective.Of(place).Name, hint);
}
