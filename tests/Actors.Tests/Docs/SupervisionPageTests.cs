using System.Text.RegularExpressions;
using ActorFfi.Actors.Tests.Configuration;
using Supervision;

namespace ActorFfi.Actors.Tests.Docs;

/// <summary>docs/supervision.md against its sample, and the sample against native code.</summary>
[Collection(nameof(Alone))]
public sealed partial class SupervisionPageTests(SampleFixture fixture) : IClassFixture<SampleFixture>
{
    private static readonly string _page = File.ReadAllText(RepositoryFile.Path("docs/supervision.md"));

    public static TheoryData<string> Names => [.. Examples.All.Keys];

    [Fact]
    public void Code_OfThePage_IsTheSamplesWordForWord()
    {
        string[] shown = [.. CodeBlock().Matches(_page).Select(block => block.Groups[1].Value)];

        Assert.Equal(SampleRegions().Values.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Examples_OfTheSample_AreExactlyItsRegionsAndHaveSectionsAndRows()
    {
        Assert.Equal(Examples.All.Keys.Order(StringComparer.Ordinal), SampleRegions().Keys.Order(StringComparer.Ordinal));
        Assert.All(Examples.All.Keys, name =>
        {
            Assert.Contains($"\n### {name}\n", _page, StringComparison.Ordinal);
            Assert.Contains($"[{name}](#{name})", _page, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Example_RunOnTheFixture_PrintsWhatThePageSays(string name)
    {
        using StringWriter output = new() { NewLine = "\n" };

        await Examples.All[name](fixture.File, output).Within();

        Assert.Equal(OutputOf(name), output.ToString());
    }

    [Fact]
    public void Configuration_OfThePage_IsValid()
    {
        RuntimeDefinition resolved = SettingsText.Resolve(SettingsText.Section(JsonBlock().Match(_page).Groups[1].Value));

        LibraryDefinition zlib = Assert.Single(resolved.Libraries);
        Assert.True(zlib.IsCritical);
        Assert.Equal((3, TimeSpan.FromMinutes(10)), (zlib.Restart.Limit, zlib.Restart.Window));
    }

    [Fact]
    public void Defaults_OfDirectivesOnThePage_AreThoseOfTheOptions()
    {
        LibraryOptions defaults = new();
        (string Setting, FailureDirective? Default)[] declared =
        [
            (nameof(defaults.OnDeclaredFailure), ServingOptions.Defaults.OnDeclaredFailure),
            (nameof(defaults.OnFatalResult), ServingOptions.Defaults.OnFatalResult),
            (nameof(defaults.OnCallbackError), ServingOptions.Defaults.OnCallbackError),
            (nameof(defaults.OnTimeout), ServingOptions.Defaults.OnTimeout),
            (nameof(defaults.OnFault), ServingOptions.Defaults.OnFault),
            (nameof(defaults.OnCrash), ServingOptions.Defaults.OnCrash),
            (nameof(defaults.OnLoadError), defaults.OnLoadError),
        ];

        Assert.Equal(declared.Select(row => $"{row.Setting} {row.Default}"), DirectiveRow().Matches(_page).Select(row => $"{row.Groups[1]} {row.Groups[2]}"));
    }

    // The text block behind the section's code.
    private static string OutputOf(string name) =>
        TextBlock().Match(_page, _page.IndexOf($"\n### {name}\n", StringComparison.Ordinal)).Groups[1].Value;

    // What stands between the markers of a name, less its indentation.
    private static Dictionary<string, string> SampleRegions() => new[] { "Calls", "Libraries" }
        .SelectMany(folder => Directory.EnumerateFiles(RepositoryFile.Path($"samples/Supervision/{folder}"), "*.cs"))
        .SelectMany(file => Region().Matches(File.ReadAllText(file)))
        .ToDictionary(region => region.Groups["name"].Value, WithoutIndentation);

    private static string WithoutIndentation(Match region)
    {
        string indent = region.Groups["indent"].Value;
        return region.Groups["code"].Value.Replace($"\n{indent}", "\n", StringComparison.Ordinal)[indent.Length..];
    }

    [GeneratedRegex(@"^(?<indent> *)// <(?<name>[\w-]+)>\n(?<code>.*?)^ *// </\k<name>>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TextBlock();

    [GeneratedRegex(@"^```json\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex(@"^\| [^|]+ \| `(On\w+)`[^|]* \| `(\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex DirectiveRow();
}
