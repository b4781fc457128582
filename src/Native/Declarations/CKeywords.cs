using System.Collections.Frozen;

namespace ActorFfi;

/// <summary>The words of C that cannot be names.</summary>
internal static class CKeywords
{
    private static readonly FrozenSet<string> _basic = FrozenSet.ToFrozenSet(
        ["void", "_Bool", "char", "short", "int", "long", "signed", "unsigned", "float", "double", "__signed", "__signed__",
        "_Complex", "__complex", "__complex__", "__int128", "_Float16", "_Float32", "_Float64", "_Float128", "_Float32x", "_Float64x", "__float128", "__bf16",
        "_Decimal32", "_Decimal64", "_Decimal128"]);

    private static readonly FrozenSet<string> _qualifiers = FrozenSet.ToFrozenSet(
        ["const", "volatile", "restrict", "__const", "__const__", "__volatile", "__volatile__", "__restrict", "__restrict__"]);

    // Each with its plural, for messages.
    private static readonly FrozenDictionary<string, string> _unsupported = new Dictionary<string, string>
    {
        ["_Imaginary"] = "Imaginary numbers",
        ["_BitInt"] = "Integers of odd sizes",
        ["__thread"] = "Thread-local variables",
        ["_Thread_local"] = "Thread-local variables",
        ["thread_local"] = "Thread-local variables",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> _others = FrozenSet.ToFrozenSet(
    [
        "struct", "union", "enum", "__attribute__", "__attribute", "__declspec", "_Alignas", "alignas", "_Atomic", "typeof", "__typeof__", "__typeof", "typedef", "extern", "static", "inline", "register", "auto", "_Noreturn", "_Thread_local", "thread_local", "__thread", "sizeof", "_Alignof", "alignof", "__alignof__", "__alignof",
        "break", "case", "continue", "default", "do", "else", "for", "goto", "if", "return", "switch", "while", "_Generic", "_Static_assert", "static_assert",
        "true", "false", "nullptr", "constexpr",
    ]);

    public static IEnumerable<string> Basic => _basic;

    public static bool IsBasic(string word) => _basic.Contains(word);

    public static bool IsQualifier(string word) => _qualifiers.Contains(word);

    public static bool IsConst(string word) => word is "const" or "__const" or "__const__";

    public static bool IsSizeOf(string word) => word == "sizeof";

    public static bool IsAlignOf(string word) => word is "_Alignof" or "alignof" or "__alignof__" or "__alignof";

    /// <summary>The plural of a construct that C knows and declarations do not yet, or null.</summary>
    public static string? Unsupported(string word) => _unsupported.GetValueOrDefault(word);

    /// <summary>Whether <c>(type)</c> follows to say the type of that.</summary>
    public static bool IsTypeOf(string word) => word is "typeof" or "__typeof__" or "__typeof";

    /// <summary>Whether a declaration may begin with this word and then goes on as it would without.</summary>
    public static bool IsStorage(string word) => word is "extern" or "static" or "auto" or "_Thread_local" or "thread_local" or "__thread" or "constexpr";

    /// <summary>Whether a type may begin with this keyword.</summary>
    public static bool BeginsType(string word) => IsBasic(word) || IsQualifier(word) || IsTypeOf(word) || word is "struct" or "union" or "enum" or "_Atomic";

    public static bool IsReserved(string word) =>
        IsBasic(word) || IsQualifier(word) || _unsupported.ContainsKey(word) || _others.Contains(word);
}
