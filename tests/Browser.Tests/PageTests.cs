using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ActorFfi.Browser.Tests;

/// <summary>The live page in a browser, over a service of its own for each test.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        string fixture = Path.Combine(AppContext.BaseDirectory, "libactorffi_fixture.so");
        _ffi = await FfiRuntime.StartAsync(declare => declare
            .AddLibrary("fixture", library => library
                .Path(fixture)
                .Workers(2)
                .Declare("int32_t add_i32(int32_t a, int32_t b)")
                .Symbol("fails", s => s.Declaration("int32_t fail_with(int32_t result, int32_t code)").Errno().Fails("result == -1")))
            .AddLibrary("flaky", library => library
                .Path(fixture)
                .RestartDelay(TimeSpan.FromSeconds(2))
                .Symbol("crash", s => s.Declaration("int32_t fail_with(int32_t result, int32_t code)").Fatal("result == -2").OnFatalResult(FailureDirective.RestartLibrary)))
            .AddLibrary("isolated", library => library
                .Path(fixture)
                .Isolation(IsolationMode.Process)
                .Spares(1)
                .RestartDelay(TimeSpan.FromMilliseconds(1))
                .Declare("int32_t add_i32(int32_t a, int32_t b)")
                .Declare("int32_t crash_null_write(int32_t value)", symbol => symbol.PoisonAfter(1))
                .Declare("int32_t crash_complain(const char *text)"))
            .AddLibrary("zlib", library => library.Path("libz.so.1").Declare("const char *zlibVersion(void)"))
            .AddLibrary("absent", library => library.Path("libnothing_of_the_kind.so").Declare("int32_t none(void)")));
        _service = await RunningService.StartAsync(_ffi, new HostOptions());
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
    }

    [Fact]
    public async Task Page_ShowsACallAsItHappens()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        await Expect(page.Connection).ToHaveTextAsync("live");
        await Expect(page.Card("fixture").Locator(".badge")).ToHaveTextAsync("Ready");
        await Expect(page.Tree).Not.ToContainTextAsync("add_i32");

        await CallAsync("fixture/symbols/add_i32", 1, 2);

        await Expect(page.Tree).ToContainTextAsync("add_i32");
        await Expect(page.Tree).ToContainTextAsync("w1");
        await Expect(page.Card("fixture").GetByRole(AriaRole.Img, new() { Name = "Native time" }).Locator("xpath=../output")).ToContainTextAsync("s");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Page_ShowsACrashAndTheRecoveryAsTheyHappen()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        ILocator card = page.Card("flaky");
        await Expect(card).ToContainTextAsync("generation 1");

        await CallAsync("flaky/symbols/crash", -2, 0);

        await Expect(card.Locator(".badge")).ToHaveTextAsync("BackingOff");
        await Expect(card).ToContainTextAsync("Next attempt at");
        await Expect(page.Failures).ToContainTextAsync("flaky/crash");
        await Expect(page.Failures).ToContainTextAsync("NativeCallFailedException");
        await Expect(card.Locator(".badge")).ToHaveTextAsync("Ready");
        await Expect(card).ToContainTextAsync("generation 2");
        await Expect(page.Page.Locator("#news")).ToHaveTextAsync("Library flaky is Ready.");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Page_ShowsACrashOfAGuestAndItsSuccessor()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        int guest = GuestOf("isolated");
        ILocator guests = page.Card("isolated").GetByRole(AriaRole.List, new() { Name = "Guests of isolated" });
        await Expect(guests).ToContainTextAsync($"pid {guest} ");
        await Expect(page.Tree).ToContainTextAsync($"guest {guest}Serving");
        await Expect(page.Card("fixture").GetByRole(AriaRole.List)).ToHaveCountAsync(0);

        await CallAsync("isolated/symbols/crash_complain", "it hurts");

        await Expect(page.Failures).ToContainTextAsync("isolated/crash_complain");
        await Expect(page.Failures).ToContainTextAsync("SIGABRT");
        await Expect(page.Failures).ToContainTextAsync($"pid {guest}");
        await Expect(page.Failures.Locator("pre")).ToContainTextAsync("it hurts");
        await Expect(page.Card("isolated")).ToContainTextAsync($"Last crash: SIGABRT in crash_complain, pid {guest}");
        await Expect(guests).Not.ToContainTextAsync($"pid {guest} ");
        await Expect(guests).ToContainTextAsync($"pid {GuestOf("isolated")} ");
        await Expect(page.Card("isolated").Locator(".badge").First).ToHaveTextAsync("Ready");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Buttons_OfAnIsolatedLibrary_RollAndPardon()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        int guest = GuestOf("isolated");
        await Expect(page.Button("Roll", "fixture")).ToHaveCountAsync(0);
        await Expect(page.Button("Pardon", "fixture")).ToHaveCountAsync(0);

        await page.ConfirmAsync("Roll", "isolated");
        await Expect(page.Card("isolated")).Not.ToContainTextAsync($"pid {guest} ");
        await CallAsync("isolated/symbols/crash_null_write", 7);
        await CallAsync("isolated/symbols/crash_null_write", 7);
        await Expect(page.Failures).ToContainTextAsync("PoisonCallException");
        await page.ConfirmAsync("Pardon", "isolated");
        await Expect(page.Dialog).ToBeHiddenAsync();
        await AuditedAsync("pardon");
        await CallAsync("isolated/symbols/crash_null_write", 7);

        await Expect(page.Failures.Locator("li.failure", new() { HasText = "GuestCrashedException" })).ToContainTextAsync("× 2");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Buttons_RestartDrainAndRevive_AfterConfirmation()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        ILocator card = page.Card("zlib");
        await page.Button("Restart", "zlib").ClickAsync();
        await Expect(page.Dialog).ToContainTextAsync("Restart zlib?");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(1, _ffi["zlib"].Generation);

        await page.ConfirmAsync("Restart", "zlib");
        await Expect(card).ToContainTextAsync("generation 2");
        await page.ConfirmAsync("Drain", "zlib");
        await Expect(card.Locator(".badge")).ToHaveTextAsync("Stopped");
        await Expect(page.Button("Drain", "zlib")).ToBeDisabledAsync();
        await page.ConfirmAsync("Revive", "zlib");
        await Expect(card.Locator(".badge")).ToHaveTextAsync("Ready");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Buttons_OfALibraryThatCannotStart_SayWhyNot()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        await Expect(page.Page.Locator("#problem")).ToBeHiddenAsync();
        await page.ConfirmAsync("Revive", "absent");

        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("libnothing_of_the_kind.so");
    }

    [Fact]
    public async Task Page_IsUsableByKeyboard()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        await Expect(page.Button("Restart", "zlib")).ToBeEnabledAsync();
        await page.Button("Restart", "zlib").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Dialog).ToBeHiddenAsync();
        await Expect(page.Button("Restart", "zlib")).ToBeFocusedAsync();

        await page.Page.Keyboard.PressAsync("Space");
        await page.Page.Keyboard.PressAsync("Shift+Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Card("zlib")).ToContainTextAsync("generation 2");
    }

    [Fact]
    public async Task Page_WhoseServiceIsGone_SaysSoAndFindsItAgain()
    {
        Uri address = _service.Address;
        await using ShownPage page = await browser.OpenAsync(address);
        await Expect(page.Connection).ToHaveTextAsync("live");

        await _service.DisposeAsync();
        await Expect(page.Connection).ToHaveTextAsync("connection lost, trying again");
        _service = await RunningService.StartAsync(_ffi, new HostOptions(), address.GetLeftPart(UriPartial.Authority));

        await Expect(page.Connection).ToHaveTextAsync("live", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Page_OfAServiceWithTokens_AsksForOne()
    {
        using TemporaryFolder folder = new();
        TokenSource token = new("reader", folder.Write("token", "0123456789abcdef-reader"), null, AccessScope.Read);
        await using RunningService guarded = await RunningService.StartAsync(_ffi, new HostOptions { Tokens = [token] });
        await using ShownPage page = await browser.OpenAsync(guarded.Address);
        await page.Page.GetByLabel("This service needs a token").FillAsync("0123456789abcdef-reader");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Connection).ToHaveTextAsync("live");
        await Expect(page.Card("zlib")).ToBeVisibleAsync();

        await page.ConfirmAsync("Restart", "zlib");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("scope 'admin'");
        Assert.Equal(1, _ffi["zlib"].Generation);
    }

    [Theory]
    [InlineData("wide-light", 1280, false)]
    [InlineData("wide-dark", 1280, true)]
    [InlineData("narrow-light", 390, false)]
    [InlineData("narrow-dark", 390, true)]
    public async Task Page_AtEachWidth_FitsAndIsLoadedFromNowhereElse(string name, int width, bool isDark)
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address, width, 900, isDark);
        List<string> requested = [];
        page.Page.Request += (_, request) => requested.Add(request.Url);
        await CallAsync("fixture/symbols/fails", -1, 2);
        await CallAsync("flaky/symbols/crash", -2, 0);
        await CallAsync("isolated/symbols/crash_complain", "free(): invalid pointer");
        for (int i = 0; i < 60; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1 + (i % 17)).Select(n => CallAsync("fixture/symbols/add_i32", i, n)));
        }

        await Expect(page.Failures).ToContainTextAsync("fixture/fails");
        await Expect(page.Card("fixture").GetByRole(AriaRole.Img, new() { Name = "Calls / s" }).Locator("path.rate")).ToHaveAttributeAsync("d", new System.Text.RegularExpressions.Regex("L"));

        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.All(requested, url => Assert.StartsWith(_service.Address.ToString(), url, StringComparison.Ordinal));
        Assert.Empty(page.Errors);
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });
    }

    [Fact]
    public async Task Page_RunsNoScriptButItsOwn()
    {
        await using ShownPage page = await browser.OpenAsync(_service.Address);
        await page.Page.EvaluateAsync("""
            () => { const script = document.createElement('script'); script.textContent = 'window.injected = true'; document.body.append(script); }
            """);

        Assert.False(await page.Page.EvaluateAsync<bool>("window.injected === true"));
        Assert.Contains(page.Errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private int GuestOf(string library) => _ffi[library].Guests.First(static guest => guest.State == GuestState.Serving).ProcessId;

    private Task AuditedAsync(string action) =>
        _service.Log.LineAsync(line => line.StartsWith($"1100 Audit: {action} ", StringComparison.Ordinal)).Within();

    private async Task CallAsync(string path, params object[] arguments)
    {
        using HttpResponseMessage response = await _service.Client.PostAsJsonAsync($"/v1/libraries/{path}", new { arguments });
    }
}
