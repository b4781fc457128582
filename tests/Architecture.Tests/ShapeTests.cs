using System.Text.RegularExpressions;

namespace ActorFfi.Architecture.Tests;

/// <summary>How long files are, and how decisions are numbered.</summary>
public sealed partial class ShapeTests
{
    private const int MostLines = 400;

    private static readonly string[] Decisions = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "decisions"), "*.md");

    [Fact]
    public void A_source_file_of_more_than_400_lines_has_its_reason_among_the_decisions()
    {
        string reasons = string.Concat(Decisions.Select(File.ReadAllText));
        string[] files = [.. new[] { "src", "tests", "bench", "samples" }.SelectMany(Repository.Sources)];
        Assert.Contains(files, file => File.ReadLines(file).Count() > 100); // The sources were found.
        IEnumerable<string> tooLong = files.Where(file => File.ReadLines(file).Count() > MostLines).Select(Repository.Relative);
        Assert.DoesNotContain(tooLong, file => !reasons.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_decision_has_a_number_of_its_own_and_none_is_missing()
    {
        int[] numbers = [.. Decisions.Select(file => int.Parse(Number().Match(Path.GetFileName(file)).Value, null)).Order()];
        Assert.Equal(Enumerable.Range(1, Decisions.Length), numbers);
    }

    [Fact]
    public void Decisions_that_pages_and_sources_speak_of_exist()
    {
        HashSet<string> known = [.. Decisions.Select(file => Number().Match(Path.GetFileName(file)).Value)];
        IEnumerable<string> texts = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(new[] { "src", "tests", "bench", "samples" }.SelectMany(Repository.Sources));
        string[] named = [.. texts.SelectMany(file => Reference().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [GeneratedRegex(@"^\d{4}")]
    private static partial Regex Number();

    [GeneratedRegex(@"decisions/(\d{4})")]
    private static partial Regex Reference();
}
