using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ActorFfi.Browser.Tests;

/// <summary>The page in a window, and every error that its console shows.</summary>
public sealed class ShownPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();

    public ShownPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What the console has shown of errors.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public ILocator Connection => Page.Locator("#connection");

    public ILocator Failures => Page.GetByRole(AriaRole.List, new() { Name = "Last failures" });

    public ILocator Tree => Page.GetByRole(AriaRole.List, new() { Name = "Supervision", Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Card(string library) => Page.GetByRole(AriaRole.Article, new() { Name = library, Exact = true });

    public ILocator Button(string action, string library) => Page.GetByRole(AriaRole.Button, new() { Name = $"{action} {library}", Exact = true });

    /// <summary>Presses a button and confirms.</summary>
    public async Task ConfirmAsync(string action, string library)
    {
        await Button(action, library).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
