using System.Text.RegularExpressions;
using ActorFfi.Host.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>Compiles the C# of the pages.</summary>
public sealed partial class CodeTests
{
    // What a page may take for granted.
    private static readonly string[] _contexts = ["", "HostApplicationBuilder builder", "FfiRuntime ffi"];

    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/getting-started.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/telemetry.md")]
    public void Code_OfAPage_Compiles(string page)
    {
        MatchCollection blocks = CodeBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            string[][] faults = [.. _contexts.Select(context => FaultsOf(block.Groups[1].Value, context))];
            Assert.True(faults.Any(found => found.Length == 0), string.Join('\n', faults.MinBy(found => found.Length)!));
        });
    }

    private static string[] FaultsOf(string code, string context)
    {
        string source = $$"""
            using System; using System.IO; using System.Threading.Tasks; using ActorFfi; using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;
            static class Page { static async Task RunAsync({{context}}) { {{code}}
            await Task.CompletedTask; } }
            """;
        CSharpCompilation compilation = CSharpCompilation.Create("page", [CSharpSyntaxTree.ParseText(source)], _references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString())];
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
