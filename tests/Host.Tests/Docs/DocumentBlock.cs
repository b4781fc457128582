using System.Text.RegularExpressions;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>A block of code on a page.</summary>
/// <param name="Page">The page, from the root of the repository.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Language">Its language; empty for none.</param>
/// <param name="Text">The code.</param>
public sealed partial record DocumentBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Every block of every page, in order.</summary>
    public static IReadOnlyList<DocumentBlock> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Order(StringComparer.Ordinal)
            .SelectMany(static page => BlocksOf(Path.GetRelativePath(Repository.Root, page), File.ReadAllText(page))),
    ];

    /// <summary>The blocks of a page.</summary>
    public static IEnumerable<DocumentBlock> Of(string page, string language) => All.Where(block => block.Page == page && block.Language == language);

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}";

    private static IEnumerable<DocumentBlock> BlocksOf(string page, string text) => Block().Matches(text)
        .Select(block => new DocumentBlock(page, text.AsSpan(0, block.Index).Count('\n') + 1, block.Groups[1].Value, block.Groups[2].Value));

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
