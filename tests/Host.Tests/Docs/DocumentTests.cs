using System.Reflection;
using System.Text.RegularExpressions;
using ActorFfi.Host.Tests.Support;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>The pages for operators against the code.</summary>
public sealed partial class DocumentTests
{
    private static readonly Assembly[] _assemblies = [typeof(OwnedBuffer).Assembly, typeof(FfiRuntime).Assembly, typeof(HostOptions).Assembly];

    [Fact]
    public void Errors_HasEachException()
    {
        string[] thrown =
        [
            .. _assemblies.SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.IsAssignableTo(typeof(ActorFfiException)) && (type.IsPublic || type.Assembly == typeof(HostOptions).Assembly) && type != typeof(ActorFfiException))
                .Select(type => type.Name),
            nameof(ArgumentException), nameof(ObjectDisposedException), nameof(OperationCanceledException), "BadHttpRequestException", "JsonException",
        ];

        Assert.Equal(thrown.Order(StringComparer.Ordinal), ExceptionRow().Matches(Page("docs/errors.md")).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_HasEachSettingOfTheService()
    {
        string[] settings = [.. typeof(HostOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(settings, SettingRow().Matches(Page("docs/operations.md")).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(settings, setting => Assert.Contains($"| `{setting}` |", Page("docs/host.md"), StringComparison.Ordinal));
        Assert.All(settings, setting => Assert.Contains($"\"{setting}\":", Page("config/actorffi.json"), StringComparison.Ordinal));
    }

    [Fact]
    public void Operations_HasEachLogMessageOfTheService()
    {
        string[] messages =
        [
            .. typeof(HostOptions).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .OrderBy(message => message.EventId)
                .Select(message => $"{message.EventId} {message.Level}"),
        ];

        Assert.Equal(messages, EventRow().Matches(Page("docs/operations.md")).Select(row => $"{row.Groups[1]} {row.Groups[2]}"));
    }

    [Fact]
    public void Host_HasEachProblem()
    {
        string page = Page("docs/host.md");

        Assert.All(
            ["AbsentSymbolException", "AccessDeniedException", "DeadlinePassedException", "TooManyRequestsException", "CallTimeoutException", "LibraryUnavailableException"],
            problem => Assert.Matches($@"\| \d{{3}}[^|]* \|[^|]*`{problem}`", page));
    }

    [Fact]
    public void Performance_HasFiguresOfEachRowThatItDescribes()
    {
        string page = Page("docs/performance.md");
        string[] described = [.. DescribedRow().Matches(page).SelectMany(row => Name().Matches(row.Groups[1].Value)).Select(name => name.Groups[1].Value)];
        string[] measured = [.. FigureRow().Matches(page).Select(row => row.Groups[1].Value)];

        Assert.All(measured, name => Assert.Contains(described, one => one == name || (one.StartsWith('…') && name.EndsWith(one[1..], StringComparison.Ordinal))));
        Assert.Empty(described.Where(one => !one.StartsWith('…')).Except(measured));
    }

    [Fact]
    public void Links_BetweenPages_LeadSomewhere()
    {
        foreach (string page in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link.Groups[1].Value}, which is not there.");
            }
        }
    }

    private static string Page(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [GeneratedRegex(@"^\| `(\w+Exception)` \|", RegexOptions.Multiline)]
    private static partial Regex ExceptionRow();

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"^\| (\d{4}) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| ((?:`[^`]+`(?:, )?)+) \| [^|\d]", RegexOptions.Multiline)]
    private static partial Regex DescribedRow();

    [GeneratedRegex(@"^\| `([^`]+)` \| [\d,.]+ \|", RegexOptions.Multiline)]
    private static partial Regex FigureRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
