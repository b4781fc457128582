using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ActorFfi.Native.Tests.Memory;

/// <summary>Compiles the body of a method that has an OwnedBuffer named 'buffer', and says which errors it has.</summary>
internal static class SnippetCompiler
{
    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(OwnedBuffer).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static string[] ErrorsOf(string resultType, string body)
    {
        string source = $$"""
            using System;
            using System.Threading.Tasks;
            using ActorFfi;

            public class Snippet
            {
                private byte[] _kept = [];

                public {{resultType}} Run(OwnedBuffer buffer)
                {
                    {{body}}
                }
            }
            """;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            _references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.Emit(Stream.Null).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct()];
    }
}
