using Microsoft.Playwright;

namespace ActorFfi.Browser.Tests;

/// <summary>One headless browser for all tests: Debian's package, or what the variable CHROMIUM names.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private static string Program => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Program), $"There is no browser at {Program}. Install one (on Debian: apt-get install chromium) or set the variable CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [], // The sandbox refuses to run as root.
        });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>Opens the page of a service in a window of its own.</summary>
    public async Task<ShownPage> OpenAsync(Uri address, int width = 1280, int height = 900, bool isDark = false)
    {
        IBrowserContext window = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
        });
        ShownPage page = new(await window.NewPageAsync());
        await page.Page.GotoAsync(address.ToString());
        return page;
    }
}
