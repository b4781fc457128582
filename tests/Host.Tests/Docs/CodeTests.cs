using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>Compiles, parses and validates every block of code on every page.</summary>
public sealed class CodeTests
{
    // Here the blocks are the regions of a sample, word for word, as its own tests prove.
    private const string PageOfSamples = "docs/supervision.md";

    // What a page may take for granted; a block that declares such a name itself hides it.
    private const string Context = """
        using System; using System.Buffers.Binary; using System.IO; using System.Threading.Tasks; using ActorFfi; using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;
        """;

    private const string Given = """
        static FfiRuntime ffi = null!; static HostApplicationBuilder builder = null!; static OwnedBuffer buffer = null!, numbers = null!, image = null!;
        static byte[] source = []; static void Parse(ReadOnlySpan<byte> bytes) { }
        """;

    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Fact]
    public void Languages_OfAllBlocks_AreThoseThatAreChecked()
    {
        Assert.All(DocumentBlock.All, static block => Assert.True(block.Language is "csharp" or "c" or "json" or "sh" or "text" or "", $"{block} is in '{block.Language}', which nothing checks."));
        Assert.All(DocumentBlock.All.Where(static block => block.Language == "text"), static block => Assert.Equal(PageOfSamples, block.Page));
        Assert.All(["csharp", "c", "json", "sh"], static language => Assert.True(DocumentBlock.All.Count(block => block.Language == language) >= 4));
    }

    [Fact]
    public void CSharp_OfEveryPage_Compiles()
    {
        DocumentBlock[] blocks = [.. DocumentBlock.All.Where(static block => block is { Language: "csharp", Page: not PageOfSamples })];
        SyntaxTree[] trees = [.. blocks.Select((block, i) => CSharpSyntaxTree.ParseText(
            $"{Context} static class Page{i} {{ {Given} static async Task RunAsync() {{\n#line {block.Line + 1} \"{block.Page}\"\n{block.Text}\n#line default\nawait Task.CompletedTask; }} }}"))];
        CSharpCompilation compilation = CSharpCompilation.Create("pages", trees, _references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => found.ToString()));
        Assert.True(blocks.Length >= 10);
    }

    [Fact]
    public void C_OfEveryPage_IsRead()
    {
        foreach (DocumentBlock block in DocumentBlock.All.Where(static block => block.Language == "c"))
        {
            bool isHeader = block.Text.Contains("typedef", StringComparison.Ordinal) || block.Text.Contains("struct", StringComparison.Ordinal);
            Assert.Null(Record.Exception(() => new FfiRuntimeBuilder().AddLibrary("page", library => (isHeader ? library.Types(block.Text) : library.Declare(block.Text)).Path("x").Declare("void f(void)")).Build()));
        }
    }

    [Fact]
    public void Json_OfEveryPage_IsAConfigurationOrPartOfOne()
    {
        foreach (DocumentBlock block in DocumentBlock.All.Where(static block => block.Language == "json"))
        {
            IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Whole(block)))).Build();
            Exception? fault = Record.Exception(() =>
            {
                HostOptionsReader.Read(configuration);
                new FfiRuntimeBuilder().AddConfiguration(configuration.GetSection(ActorFfiOptions.SectionName)).Build();
            });
            Assert.True(fault is null, $"{block}: {fault?.Message}");
            Assert.NotEmpty(configuration.GetChildren());
        }
    }

    // A part is put where it belongs: a section, the symbols of a library, or the declaration of one.
    private static string Whole(DocumentBlock block)
    {
        string text = block.Text.Trim();
        return text switch
        {
            _ when text.StartsWith("{ \"ActorFfi\"", StringComparison.Ordinal) => text,
            _ when text.StartsWith("\"Host\"", StringComparison.Ordinal) => $"{{ {text} }}",
            _ when text.StartsWith("{ \"parameters\"", StringComparison.Ordinal) => Library($"\"symbol\": {text}"),
            _ when text.Contains("\"Declaration\"", StringComparison.Ordinal) => Library(text),
            _ => throw new InvalidOperationException($"{block} is no part of a configuration that is known here."),
        };
    }

    private static string Library(string symbols) => $$"""{ "ActorFfi": { "Libraries": { "page": { "Path": "x", "Symbols": { {{symbols}} } } } } }""";
}
