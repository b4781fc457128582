using System.Collections.Frozen;

namespace ActorFfi;

/// <summary>The words of C that cannot be names.</summary>
internal static class CKeywords
{
    private static readonly FrozenSet<string> _basic = FrozenSet.ToFrozenSet(
        ["void", "bool", "_Bool", "char", "short", "int", "long", "signed", "unsigned", "float", "double", "__signed", "__signed__"]);

    private static readonly FrozenSet<string> _qualifiers = FrozenSet.ToFrozenSet(
        ["const", "volatile", "restrict", "__const", "__const__", "__volatile", "__volatile__", "__restrict", "__restrict__"]);

    // Each with its plural, for messages.
    private static readonly FrozenDictionary<string, string> _unsupported = new Dictionary<string, string>
    {
        ["_Complex"] = "Complex numbers",
        ["_Imaginary"] = "Complex numbers",
        ["_Atomic"] = "Atomic types",
        ["_BitInt"] = "Integers of odd sizes",
        ["__int128"] = "Integers of 128 bits",
        ["typeof"] = "Types of expressions",
        ["__attribute__"] = "Attributes other than those of structs, unions and their members",
        ["_Alignas"] = "Alignments other than those of members",
        ["alignas"] = "Alignments other than those of members",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> _others = FrozenSet.ToFrozenSet(
    [
        "struct", "union", "enum", "__attribute", "typedef", "extern", "static", "inline", "register", "auto", "_Noreturn", "_Thread_local", "thread_local", "__thread", "sizeof", "_Alignof", "alignof", "__alignof__", "__alignof",
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

    /// <summary>Whether a type may begin with this keyword.</summary>
    public static bool BeginsType(string word) => IsBasic(word) || IsQualifier(word) || word is "struct" or "union" or "enum";

    public static bool IsReserved(string word) =>
        IsBasic(word) || IsQualifier(word) || _unsupported.ContainsKey(word) || _others.Contains(word);
}
