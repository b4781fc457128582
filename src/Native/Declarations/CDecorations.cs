using System.Collections.Frozen;

namespace ActorFfi;

/// <summary>What stands around declarations: words and attributes that change neither types nor calls, and those that do.</summary>
internal static class CDecorations
{
    private static readonly FrozenSet<string> _words = FrozenSet.ToFrozenSet(
    [
        "__extension__", "inline", "__inline", "__inline__", "__forceinline", "_Noreturn", "__cdecl", "__stdcall", "__fastcall", "_cdecl", "_stdcall", "register",
        "_Nonnull", "_Nullable", "_Null_unspecified", "__nonnull", "__nullable", "__unaligned", "__ptr64",
    ]);

    private static readonly FrozenSet<string> _harmless = FrozenSet.ToFrozenSet(
    [
        "access", "alloc_align", "alloc_size", "always_inline", "annotate", "artificial", "assume_aligned", "availability", "bounded", "cdecl", "cleanup", "cold", "common", "const",
        "counted_by", "counted_by_or_null", "deprecated", "designated_init", "diagnose_if", "dllexport", "dllimport", "enum_extensibility", "error", "externally_visible", "fallthrough",
        "fastcall", "fd_arg", "fd_arg_read", "fd_arg_write", "flag_enum", "flatten", "format", "format_arg", "gcc_struct", "gnu_inline", "guarded_by", "hot", "leaf", "malloc",
        "may_alias", "maybe_unused", "no_instrument_function", "no_sanitize", "nocommon", "nodiscard", "noescape", "noinline", "noipa", "nonnull", "nonstring", "noreturn", "nothrow",
        "null_terminated_string_arg", "objc_boxable", "ownership_holds", "ownership_returns", "ownership_takes", "pt_guarded_by", "pure", "retain", "returns_nonnull", "returns_twice",
        "section", "sentinel", "simd", "sized_by", "stdcall", "strict_flex_array", "swift_attr", "swift_name", "swift_private", "sysv_abi", "thiscall", "unavailable", "unused", "used",
        "visibility", "warn_if_not_aligned", "warn_unused", "warn_unused_result", "warning", "weak",
    ]);

    // All attributes of gcc and clang that change how a function is called or what its exported name is.
    private static readonly FrozenSet<string> _changing = FrozenSet.ToFrozenSet(
    [
        "aarch64_sve_pcs", "aarch64_vector_pcs", "address_space", "enable_if", "ext_vector_type", "hardbool", "intel_ocl_bicc", "interrupt", "m68k_rtd", "matrix_type", "mode",
        "ms_abi", "ms_struct", "naked", "neon_polyvector_type", "neon_vector_type", "no_callee_saved_registers", "no_caller_saved_registers", "overloadable", "pascal",
        "pass_dynamic_object_size", "pass_object_size", "pcs", "preserve_all", "preserve_most", "preserve_none", "regcall", "regparm", "riscv_vector_cc", "scalar_storage_order",
        "sseregparm", "swiftasynccall", "swiftcall", "transparent_union", "vector_size", "vectorcall",
    ]);

    /// <summary>Whether a word is skipped wherever it stands.</summary>
    public static bool IsWord(CToken token) => token.IsWord && _words.Contains(token.Text);

    /// <summary>Whether an attribute changes neither layout nor call.</summary>
    public static bool IsHarmless(string attribute) => _harmless.Contains(Plain(attribute));

    /// <summary>Whether an attribute changes calls or types.</summary>
    public static bool IsChanging(string attribute) => _changing.Contains(Plain(attribute));

    /// <summary>An attribute or mode without the underscores that headers put around it.</summary>
    public static string Plain(string attribute) => attribute.Length > 4 && attribute.StartsWith("__", StringComparison.Ordinal) && attribute.EndsWith("__", StringComparison.Ordinal) ? attribute[2..^2] : attribute;

    /// <summary>Whether a token begins something that <see cref="CAttributeParser"/> reads.</summary>
    public static bool Begins(CToken token) => IsWord(token) || (token.IsWord && token.Text is "__attribute__" or "__attribute" or "__declspec" or "_Alignas" or "alignas");
}
