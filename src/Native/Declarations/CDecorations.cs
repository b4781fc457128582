using System.Collections.Frozen;

namespace ActorFfi;

/// <summary>Skips what stands around declarations and changes neither types nor calls: attributes, specifiers of functions, calling conventions of other systems.</summary>
internal static class CDecorations
{
    private static readonly FrozenSet<string> _words = FrozenSet.ToFrozenSet(
        ["__extension__", "inline", "__inline", "__inline__", "_Noreturn", "__cdecl", "__stdcall", "__fastcall", "_cdecl", "_stdcall", "register", "_Nonnull", "_Nullable"]);

    private static readonly FrozenSet<string> _attributes = FrozenSet.ToFrozenSet(
    [
        "access", "alloc_align", "alloc_size", "always_inline", "artificial", "assume_aligned", "availability", "cdecl", "cold", "const", "counted_by", "deprecated", "dllexport",
        "dllimport", "error", "externally_visible", "fallthrough", "fd_arg", "flatten", "format", "format_arg", "gnu_inline", "hot", "leaf", "malloc", "may_alias", "maybe_unused",
        "no_instrument_function", "nodiscard", "noinline", "nonnull", "nonstring", "noreturn", "nothrow", "null_terminated_string_arg", "pure", "returns_nonnull", "returns_twice",
        "section", "sentinel", "stdcall", "swift_name", "sysv_abi", "unavailable", "unused", "used", "visibility", "warn_unused_result", "warning", "weak",
    ]);

    /// <summary>Whether an attribute changes neither layout nor call.</summary>
    public static bool IsHarmless(string attribute) => _attributes.Contains(attribute) || _attributes.Contains(attribute.Trim('_'));

    /// <summary>Skips all that stand here; often none.</summary>
    /// <exception cref="DeclarationException">An attribute is among them that is not known to be harmless.</exception>
    public static void Skip(CTokenReader reader)
    {
        while (true)
        {
            CToken token = reader.Current;
            if (token.IsWord && _words.Contains(token.Text))
            {
                reader.Next();
            }
            else if (token.Is("__attribute__") || token.Is("__attribute"))
            {
                SkipAttributes(reader, closings: 2);
            }
            else if (token.Is("__declspec"))
            {
                SkipAttributes(reader, closings: 1);
            }
            else if (token.Is("[") && reader.Following.Is("["))
            {
                SkipStandardAttributes(reader);
            }
            else if (token.Is("__asm__") || token.Is("__asm") || token.Is("asm"))
            {
                reader.Next();
                SkipBrackets(reader);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Whether a word begins something that is skipped.</summary>
    public static bool Begins(CToken token) => token.IsWord && (_words.Contains(token.Text) || token.Is("__attribute__") || token.Is("__attribute") || token.Is("__declspec"));

    /// <summary>Skips a pair of brackets and all between.</summary>
    public static void SkipBrackets(CTokenReader reader)
    {
        int depth = 0;
        do
        {
            CToken token = reader.Current.Kind == CTokenKind.End ? throw reader.Fail("')'") : reader.Next();
            depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
        }
        while (depth > 0);
    }

    private static void SkipAttributes(CTokenReader reader, int closings)
    {
        reader.Next();
        for (int i = 0; i < closings; i++)
        {
            reader.Expect("(");
        }

        while (!reader.Current.Is(")"))
        {
            SkipAttribute(reader);
        }

        for (int i = 0; i < closings; i++)
        {
            reader.Expect(")");
        }
    }

    private static void SkipStandardAttributes(CTokenReader reader)
    {
        reader.Next();
        reader.Next();
        while (!reader.Current.Is("]"))
        {
            SkipAttribute(reader);
        }

        reader.Expect("]");
        reader.Expect("]");
    }

    private static void SkipAttribute(CTokenReader reader)
    {
        CToken name = reader.Current;
        if (!name.IsWord || !IsHarmless(name.Text))
        {
            throw reader.Fail(name, "an attribute that changes no layout and no call", "Attributes that do are read behind a struct, a union or a member only: 'packed' and 'aligned'.");
        }

        reader.Next();
        if (reader.Current.Is("("))
        {
            SkipBrackets(reader);
        }

        reader.Accept(",");
    }
}
