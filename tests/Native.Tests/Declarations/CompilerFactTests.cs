using System.Runtime.InteropServices;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Declarations;

/// <summary>Compares types and constants with what the C compiler of the fixture made of the same text.</summary>
public sealed class CompilerFactTests
{
    private readonly record struct Fact(string Spelling, char Class, int Size, long Value);

    private delegate nint Text();

    private delegate nint TextAt(int index);

    private delegate int ClassAt(int index);

    private delegate long NumberAt(int index);

    [Fact]
    public void EveryType_OfTheFixture_HasTheSizeAndSignOfTheCompiler()
    {
        (TypeScope types, Fact[] facts) = Read();
        string[] wrong = [.. facts.Where(fact => fact.Class != 'c' && Rendering(fact) != Parsed(fact, types)).Select(fact => $"{fact.Spelling}: {Rendering(fact)}, not {Parsed(fact, types)}")];

        Assert.True(facts.Count(fact => fact.Class != 'c') > 90);
        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryConstant_OfTheFixture_HasTheValueOfTheCompiler()
    {
        (TypeScope types, Fact[] facts) = Read();
        string[] wrong = [.. facts.Where(fact => fact.Class == 'c' && types.FindConstant(fact.Spelling)?.Value != fact.Value).Select(fact => fact.Spelling)];

        Assert.True(facts.Count(fact => fact.Class == 'c') > 25);
        Assert.Empty(wrong);
    }

    private static string Rendering(Fact fact) => fact.Class switch
    {
        'f' => $"F{fact.Size * 8}",
        'b' => "Bool",
        _ => $"{(fact.Value == 1 ? "I" : "U")}{fact.Size * 8}",
    };

    private static string Parsed(Fact fact, TypeScope types)
    {
        NativeType type = CPrototype.Parse($"void f({fact.Spelling} x);", types).Signature.Parameters[0].Type;
        Assert.Equal((fact.Size, fact.Spelling), (type.Size, type.Spelling));
        return type.Kind.ToString();
    }

    private static (TypeScope Types, Fact[] Facts) Read()
    {
        LoadedLibrary library = FixtureLibrary.Open("fact_declarations", "fact_spelling", "fact_class", "fact_size", "fact_value");
        TextAt spelling = library.Function<TextAt>("fact_spelling");
        ClassAt @class = library.Function<ClassAt>("fact_class");
        NumberAt size = library.Function<NumberAt>("fact_size");
        NumberAt value = library.Function<NumberAt>("fact_value");
        List<Fact> facts = [];
        for (int i = 0; spelling(i) != 0; i++)
        {
            facts.Add(new Fact(Marshal.PtrToStringUTF8(spelling(i))!, (char)@class(i), (int)size(i), value(i)));
        }

        TypeScope types = TypeScope.Parse(Marshal.PtrToStringUTF8(library.Function<Text>("fact_declarations")())!);
        library.Close();
        return (types, [.. facts]);
    }
}
