using System.Text;
using System.Text.RegularExpressions;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Declarations;

/// <summary>The headers of the C library as the compiler of this machine preprocesses them: every prototype is read, every layout is the compiler's.</summary>
public sealed partial class SystemHeaderTests
{
    // Those that a system lacks are left out by the preprocessor.
    private static readonly string[] _headers =
    [
        "assert.h", "complex.h", "ctype.h", "errno.h", "fenv.h", "float.h", "inttypes.h", "limits.h", "locale.h", "math.h", "setjmp.h", "signal.h", "stdalign.h", "stdarg.h",
        "stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "threads.h", "time.h", "uchar.h", "wchar.h", "wctype.h",
        "dirent.h", "dlfcn.h", "fcntl.h", "fnmatch.h", "ftw.h", "glob.h", "grp.h", "iconv.h", "netdb.h", "netinet/in.h", "poll.h", "pthread.h", "pwd.h", "regex.h", "sched.h", "search.h",
        "semaphore.h", "spawn.h", "strings.h", "sys/epoll.h", "sys/mman.h", "sys/resource.h", "sys/select.h", "sys/socket.h", "sys/stat.h", "sys/time.h", "sys/types.h", "sys/uio.h",
        "sys/un.h", "sys/utsname.h", "sys/wait.h", "syslog.h", "termios.h", "ucontext.h", "unistd.h", "utime.h", "wordexp.h", "zlib.h", "sqlite3.h",
    ];

    private static readonly string _text = CCompiler.Preprocess("headers", string.Concat(_headers.Select(header => $"#if __has_include(<{header}>)\n#include <{header}>\n#endif\n")));

    private static readonly TypeScope _types = TypeScope.Parse(_text);

    [Fact]
    public void Prototypes_OfTheCLibrary_AreReadAndPlannedOrRefusedByNameOfTheirType()
    {
        Dictionary<string, SymbolDeclaration> found = new(StringComparer.Ordinal);
        List<string> refused = [];
        foreach (string prototype in Prototypes(_text))
        {
            SymbolDeclaration declaration = CPrototype.Parse(prototype, _types);
            found[declaration.Name] = declaration;
            if (declaration.Variable is null && Record.Exception(() => new CallPlan("libc", declaration)) is { } error)
            {
                refused.Add(Assert.IsType<DeclarationException>(error).Text);
            }
        }

        Assert.True(found.Count > 500, $"Only {found.Count} prototypes were found.");
        Assert.All((string[])["qsort", "bsearch", "fopen", "printf", "snprintf", "strtod", "strtold", "memcpy", "frexp", "cabs", "signal", "div", "strftime", "wcslen", "atexit", "sin", "sinl", "getenv"], name => Assert.Contains(name, found.Keys));
        Assert.Equal("(Pointer<Void> base, U64 count, U64 size, Function(const Pointer<Void> arg0, const Pointer<Void> arg1) I32 compare) Void", WithNames(Rendered.Signature(found["qsort"])));
        Assert.Subset(new HashSet<string>(["long double _Complex", "_Float128", "_Float128 _Complex", "_Float128x"]), new HashSet<string>(refused));
    }

    [Fact]
    public void Layouts_OfTheCLibrary_AreThoseOfTheCompiler()
    {
        List<string> asked = [];
        List<string> expected = [];
        foreach (string name in Names())
        {
            if (TryTypeOf(name) is not { } type)
            {
                continue;
            }

            asked.Add($"(long)sizeof({name})");
            expected.Add($"sizeof({name}) = {type.Size}");
            foreach ((NativeField field, int start) in Flattened(type, 0).Where(pair => pair.Field is { BitWidth: 0, Name.Length: > 0 }))
            {
                asked.Add($"(long)__builtin_offsetof({name}, {field.Name})");
                expected.Add($"offsetof({name}, {field.Name}) = {start + field.Offset}");
            }

            if (name.Contains(' ', StringComparison.Ordinal))
            {
                asked.Add($"(long)_Alignof({name})"); // That of a typedef counts for its members only.
                expected.Add($"_Alignof({name}) = {type.Alignment}");
            }
        }

        long[] facts = CCompiler.Facts("header_layouts", _text, asked);
        Assert.True(facts.Length > 500, $"Only {facts.Length} facts were compared.");
        Assert.All(facts.Zip(expected), pair => Assert.EndsWith($" = {pair.First}", pair.Second, StringComparison.Ordinal));
    }

    // Parameters of headers may have any name.
    private static string WithNames(string signature)
    {
        string[] names = ["base", "count", "size", "compare"];
        int next = 0;
        return ParameterName().Replace(signature, match => match.Value.Contains("arg", StringComparison.Ordinal) ? match.Value : $" {names[next++]}{match.Groups[2].Value}");
    }

    private static IEnumerable<string> Names() => _types.RecordNames
        .Select(tag => _types.FindRecord(tag)!)
        .Where(tag => _types.FindBody(tag) is not null)
        .Select(tag => $"{tag.Keyword} {tag.Name}")
        .Concat(_types.TypeNames.Except(TypeScope.Default.TypeNames));

    // Null for what has no size: functions, and structs that are only declared.
    private static NativeType? TryTypeOf(string name)
    {
        NativeType type = _types.TypeOf(name);
        return type.IsOpaque || type.Size == 0 || _types.FindType(name) is CFunction ? null : type;
    }

    private static IEnumerable<(NativeField Field, int Base)> Flattened(NativeType type, int start) => type.Fields.SelectMany(field =>
        field.Name.Length > 0 ? [(field, start)] : Flattened(field.Type, start + field.Offset));

    // The declarations of functions and variables among all others: what ends with a semicolon outside of brackets and has no body.
    private static IEnumerable<string> Prototypes(string text)
    {
        StringBuilder one = new();
        int depth = 0;
        bool hasBody = false;
        foreach (char c in LineMarker().Replace(text, ""))
        {
            one.Append(c);
            depth += c is '(' or '{' or '[' ? 1 : c is ')' or '}' or ']' ? -1 : 0;
            hasBody |= c == '{';
            bool endsBody = c == '}' && depth == 0 && FunctionBody().IsMatch(one.ToString());
            if (endsBody || (c == ';' && depth == 0))
            {
                string declaration = one.ToString().Trim();
                one.Clear();
                bool isPrototype = !hasBody && !NoPrototype().IsMatch(declaration) && (declaration.Contains('(', StringComparison.Ordinal) || declaration.StartsWith("extern", StringComparison.Ordinal));
                hasBody = false;
                if (isPrototype && !endsBody)
                {
                    yield return declaration;
                }
            }
        }
    }

    [GeneratedRegex(@"^#.*$", RegexOptions.Multiline)]
    private static partial Regex LineMarker();

    [GeneratedRegex(@"^\s*(?!typedef)[^{]*\)[^{=]*\{", RegexOptions.Singleline)]
    private static partial Regex FunctionBody();

    [GeneratedRegex(@"^(__extension__\s+)?(typedef|static|_Static_assert)\b|^(struct|union|enum)\s+\w+\s*;$|^;$")]
    private static partial Regex NoPrototype();

    [GeneratedRegex(@" (\w+)(,|\) (?:Void)$)")]
    private static partial Regex ParameterName();
}
