using System.Text;

using ActorFfi.Native.Tests.Declarations;
using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Random declarators, pointers, arrays and functions in each other, held against the same type built by typedefs one step at a time, and both against the compiler.</summary>
public sealed class GeneratedDeclaratorTests
{
    private const int Count = 400;
    private const int MostSteps = 7;

    private static readonly string[] _bases = ["int", "unsigned char", "double", "const char", "long long", "bool", "struct s", "enum e", "void"];

    [Fact]
    public void Declarators_OfRandomTypes_AreThoseOfTypedefsAndOfTheCompiler()
    {
        Random random = GeneratedSeed.Begin();
        StringBuilder definitions = new("typedef _Bool bool; struct s { int a; double b; }; enum e { RED };\n");
        List<string> direct = [];
        for (int i = 0; i < Count; i++)
        {
            direct.Add(Declare(random, i, definitions));
        }

        TypeScope scope = TypeScope.Parse(definitions.ToString());
        for (int i = 0; i < Count; i++)
        {
            Assert.True(
                Rendered.Type(CPrototype.Parse($"extern t{i} v{i};", scope).Variable!) == Rendered.Type(CPrototype.Parse($"extern {direct[i]};", scope).Variable!),
                $"{direct[i]} is not what its typedefs say: {Rendered.Type(CPrototype.Parse($"extern {direct[i]};", scope).Variable!)}. {GeneratedSeed.Hint}");
        }

        string[] same = [.. direct.Select((text, i) => $"__builtin_types_compatible_p(t{i}, __typeof__(v{i}))")];
        string source = definitions + string.Concat(direct.Select(text => $"extern {text};\n"));
        Assert.All(CCompiler.Facts("declarators", source, same).Select((fact, i) => (fact, direct[i])), pair => Assert.True(pair.fact == 1, $"{pair.Item2}: the test spells it wrongly. {GeneratedSeed.Hint}"));
    }

    // Derives outwards from the base: what a typedef of each step says, and what one declarator says of all.
    private static string Declare(Random random, int index, StringBuilder definitions)
    {
        string declarator = $"v{index}";
        string start = _bases[random.Next(_bases.Length)];
        List<Step> steps = [];
        int count = random.Next(1, MostSteps + 1);
        for (int i = 0; i < count; i++)
        {
            steps.Add(Next(random, steps, start, isLast: i == count - 1));
        }

        string before = start;
        for (int i = 0; i < steps.Count; i++)
        {
            string name = i == steps.Count - 1 ? $"t{index}" : $"t{index}_{i}";
            definitions.AppendLine($"typedef {before} {steps[i].Around(name, isInnermost: true)};");
            before = name;
        }

        for (int i = steps.Count - 1; i >= 0; i--)
        {
            declarator = steps[i].Around(declarator, isInnermost: i == steps.Count - 1 || !steps[i + 1].IsPrefix);
        }

        return $"{start} {declarator}";
    }

    // C has no arrays of void or functions, no functions that return either, and a variable is no function.
    private static Step Next(Random random, List<Step> before, string start, bool isLast)
    {
        bool isFunction = before is [.., { Kind: 'f' }];
        bool isArray = before is [.., { Kind: 'a' }];
        bool isVoid = before.Count == 0 && start == "void";
        char kind = isFunction ? 'p' : random.Next(3) switch
        {
            0 when !isVoid => 'a',
            1 when !isArray && !isLast => 'f',
            _ => 'p',
        };
        return kind switch
        {
            'a' => new Step('a', $"[{random.Next(1, 9)}]"),
            'f' => new Step('f', random.Next(4) switch { 0 => "(void)", 1 => "(int, const char *)", 2 => "(int (*)(double), long)", _ => "(struct s, ...)" }),
            _ => new Step('p', random.Next(4) == 0 ? "*const " : "*"),
        };
    }

    private readonly record struct Step(char Kind, string Text)
    {
        public bool IsPrefix => Kind == 'p';

        public string Around(string declarator, bool isInnermost) => IsPrefix ? Text + declarator
            : isInnermost ? declarator + Text
            : $"({declarator}){Text}";
    }
}
