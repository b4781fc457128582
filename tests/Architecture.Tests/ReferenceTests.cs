using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ActorFfi.Architecture.Tests;

/// <summary>The arrows between the projects, and what each project may hold.</summary>
public sealed partial class ReferenceTests
{
    // Each project with the projects that it references, and no others.
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Native"] = [],
        ["Engine"] = [],
        ["Actors"] = ["Engine", "Native"],
        ["Host"] = ["Actors"],
        ["Guest"] = ["Native"],
    };

    [Fact]
    public void Projects_reference_each_other_as_the_design_says()
    {
        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), Repository.SourceProjects.Order(StringComparer.Ordinal));
        foreach ((string project, string[] referenced) in Arrows)
        {
            IEnumerable<string> found = Repository.Project(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileName(Path.GetDirectoryName(reference.Attribute("Include")!.Value))!);
            Assert.Equal(referenced, found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_engine_is_referenced_only_where_it_is_the_embedded_one()
    {
        XElement reference = Repository.Project("Actors").Descendants("ProjectReference").Single(r => r.Attribute("Include")!.Value.Contains("Engine", StringComparison.Ordinal));
        Assert.Equal("'$(ActorEngine)' == 'Embedded'", reference.Parent!.Attribute("Condition")?.Value);
        XElement akka = Repository.Project("Actors").Descendants("PackageReference").Single(r => r.Attribute("Include")!.Value == "Akka");
        Assert.Equal("'$(ActorEngine)' == 'Akka'", akka.Parent!.Attribute("Condition")?.Value);
    }

    [Fact]
    public void Native_needs_nothing_but_the_base_class_library_and_alone_allows_unsafe_code()
    {
        Assert.Empty(Repository.Project("Native").Descendants("PackageReference"));
        Assert.Equal(["Native"], Repository.SourceProjects.Where(project => Repository.Project(project).Descendants("AllowUnsafeBlocks").Any()));
    }

    [Fact]
    public void The_embedded_engine_shows_no_type()
    {
        Assembly engine = Assembly.Load("ActorFfi.Engine");
        Assert.Empty(engine.GetExportedTypes());
        Assert.NotEmpty(engine.GetTypes());
    }

    [Fact]
    public void Only_one_source_file_knows_which_engine_it_is_compiled_for()
    {
        IEnumerable<string> files = Repository.Sources("src").Where(file => Conditional().IsMatch(File.ReadAllText(file)));
        Assert.True(files.Count() <= 1, $"These use #if: {string.Join(", ", files.Select(Repository.Relative))}.");
    }

    [Fact]
    public void Unsafe_files_open_with_their_safety_argument()
    {
        IEnumerable<string> silent = Repository.Sources("src")
            .Where(file => Unsafe().IsMatch(File.ReadAllText(file)) && !File.ReadAllText(file).StartsWith("// Safety:", StringComparison.Ordinal))
            .Select(Repository.Relative);
        Assert.Empty(silent);
    }

    [Fact]
    public void Nothing_is_switched_off_or_left_undone()
    {
        IEnumerable<string> marked = new[] { "src", "tests", "bench", "samples" }.SelectMany(Repository.Sources)
            .Where(file => !file.EndsWith(nameof(ReferenceTests) + ".cs", StringComparison.Ordinal))
            .Where(file => Undone().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative);
        Assert.Empty(marked);
    }

    [GeneratedRegex(@"^\s*#\s*if\b", RegexOptions.Multiline)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\bunsafe\s+(?:static|sealed|partial|class|struct|readonly|delegate|void|ref|\{|[a-z]+\s)", RegexOptions.None)]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|Skip *= *""|#pragma warning disable|<NoWarn>")]
    private static partial Regex Undone();
}
