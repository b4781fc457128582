using System.Text;

namespace ActorFfi.Tests.Generated;

/// <summary>A random struct or union in C, with everything that changes layouts: nesting, arrays, bit-fields, packing, alignment.</summary>
/// <param name="Spelling">Its name with the keyword.</param>
/// <param name="Text">Its definition.</param>
/// <param name="Members">The names of its members, those of anonymous structs and unions included.</param>
internal sealed record GeneratedRecord(string Spelling, string Text, string[] Members)
{
    public const string Prelude = "enum color { RED, GREEN = 5 };\ntypedef enum { BELOW = -1 } sign;\ntypedef int compare(const void *, const void *);\nstruct opaque;\n"
        + "typedef int loose __attribute__((aligned(1)));\ntypedef short strict __attribute__((aligned(8)));\n";

    private static readonly string[] _scalars =
    [
        "char", "signed char", "unsigned char", "short", "uint16_t", "int", "uint32_t", "long", "uint64_t", "float", "double", "bool", "size_t", "wchar_t", "char16_t",
        "enum color", "sign", "loose", "strict", "float _Complex", "double _Complex", "__int128", "unsigned __int128", "_Atomic int", "void *", "const char *const *", "struct opaque *", "compare *",
    ];

    // What arrays may consist of: C refuses elements that are aligned to more than their size.
    private static readonly string[] _elements = [.. _scalars.Except(["strict"])];

    private static readonly string[] _plain = ["char", "bool", "short", "int", "uint64_t", "float", "float", "float", "double", "double", "void *"];

    private static readonly string[] _bitTypes = ["char", "unsigned char", "short", "uint16_t", "int", "uint32_t", "long", "uint64_t", "enum color"];

    private static readonly TypeScope _preludeTypes = TypeScope.Parse(Prelude);

    private static readonly string[] _packable = ["short", "int", "long", "double", "void *"];

    /// <summary>A random definition on top of earlier ones.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="name">Its tag.</param>
    /// <param name="earlier">What members may be of.</param>
    /// <param name="mostMembers">How many members it has at most.</param>
    public static GeneratedRecord Random(Random random, string name, IReadOnlyList<GeneratedRecord> earlier, int mostMembers)
    {
        if (random.Next(3) == 0)
        {
            return OfFewTypes(random, name);
        }

        string spelling = $"{(random.Next(4) == 0 ? "union" : "struct")} {name}";
        List<string> names = [];
        string body = Body(random, earlier, names, mostMembers, depth: 0);
        string text = $"{spelling} {body}{Attributes(random)};";
        text = random.Next(12) == 0 ? $"#pragma pack(push, {1 << random.Next(4)})\n{text}\n#pragma pack(pop)" : text;
        return new GeneratedRecord(spelling, text, [.. names]);
    }

    // As libraries have them: points, colours, pairs, small arrays, of 1 to 64 bytes.
    private static GeneratedRecord OfFewTypes(Random random, string name)
    {
        string[] palette = [Pick(random, _plain), Pick(random, _plain)];
        List<string> names = [];
        int size = random.Next(random.Next(3) == 0 ? 64 : 24) + 1;
        StringBuilder members = new();
        do
        {
            string type = Pick(random, palette);
            int length = random.Next(3) == 0 ? random.Next(1, (size / _preludeTypes.TypeOf(type).Size) + 2) : 0;
            size -= _preludeTypes.TypeOf(type).Size * Math.Max(1, length);
            members.Append(System.Globalization.CultureInfo.InvariantCulture, $"{type} {Name(names)}{(length == 0 ? "" : $"[{length}]")}; ");
        }
        while (size > 0);

        string spelling = $"{(random.Next(8) == 0 ? "union" : "struct")} {name}";
        return new GeneratedRecord(spelling, $"{spelling} {{ {members}}};", [.. names]);
    }

    private static string Body(Random random, IReadOnlyList<GeneratedRecord> earlier, List<string> names, int mostMembers, int depth)
    {
        int least = random.Next(50) == 0 && depth == 0 ? 0 : 1;
        IEnumerable<string> members = Enumerable.Range(0, random.Next(least, mostMembers + 1)).Select(_ => Member(random, earlier, names, mostMembers, depth));
        return $"{{ {string.Concat(members.ToArray())}}}";
    }

    private static string Member(Random random, IReadOnlyList<GeneratedRecord> earlier, List<string> names, int mostMembers, int depth)
    {
        switch (random.Next(20))
        {
            case 0 or 1 when depth < 2:
                return $"{(random.Next(2) == 0 ? "union" : "struct")} {Body(random, earlier, names, mostMembers, depth + 1)}; ";
            case 2 or 3 or 4 or 5:
                return BitField(random, names);
            case 6 or 7 or 8:
                return $"{Pick(random, _elements)} {Name(names)}[{random.Next(1, 5)}]{(random.Next(4) == 0 ? "[2]" : "")}; ";
            case 9 or 10 or 11 when earlier.Count > 0:
                return $"{Pick(random, earlier).Spelling} {Name(names)}{(random.Next(4) == 0 ? "[2]" : "")}; ";
            case 12:
                return $"_Alignas({16 << random.Next(2)}) {Pick(random, _scalars)} {Name(names)}; ";
            case 13:
                return $"{Pick(random, _packable)} {Name(names)} __attribute__((packed)); ";
            case 14 when random.Next(3) == 0:
                return $"long double {Name(names)}; ";
            default:
                return $"{Pick(random, _scalars)} {Name(names)}; ";
        }
    }

    private static string BitField(Random random, List<string> names)
    {
        string type = Pick(random, _bitTypes);
        int bits = _preludeTypes.TypeOf(type).Size * 8;
        return random.Next(8) switch
        {
            0 => $"{type} : {random.Next(bits + 1)}; ",
            1 => $"bool {Name(names)} : 1; ",
            _ => $"{type} {Name(names)} : {random.Next(1, bits + 1)}; ",
        };
    }

    private static string Attributes(Random random) => random.Next(12) switch
    {
        0 => " __attribute__((packed))",
        1 => $" __attribute__((aligned({1 << random.Next(6)})))",
        2 => $" __attribute__((packed, aligned({1 << random.Next(4)})))",
        _ => "",
    };

    private static string Name(List<string> names)
    {
        names.Add($"m{names.Count}");
        return names[^1];
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
