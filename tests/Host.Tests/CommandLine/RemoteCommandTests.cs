using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

/// <summary>The commands that talk to a running service.</summary>
public sealed class RemoteCommandTests : IAsyncLifetime
{
    private const string Token = "0123456789abcdef-operator";

    private readonly TemporaryFolder _folder = new();
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("m", library => library.Path("libm.so.6").Declare("double cos(double x)")));
        TokenSource token = new("operator", _folder.Write("token", Token), null, AccessScope.All);
        _service = await RunningService.StartAsync(_ffi, new HostOptions { Tokens = [token] });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Restart_DrainAndRevive_SayWhatTheLibraryIsThen()
    {
        Assert.Equal((0, "Library 'm' is Ready, generation 2.\n"), Result(await RunAsync("restart", "m")));
        Assert.Equal((0, "Library 'm' is Stopped, generation 2.\n"), Result(await RunAsync("drain", "m")));
        CommandLineRun revived = await RunAsync("revive", "m", "--json");
        Assert.Equal("Ready", JsonDocument.Parse(revived.Output).RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Control_OfAnUnknownLibrary_NamesTheDeclaredOnes()
    {
        CommandLineRun run = await RunAsync("restart", "n");
        CommandLineRun json = await RunAsync("restart", "n", "--json");

        Assert.Equal(2, run.Code);
        Assert.Contains("Declared are: m.", run.Error, StringComparison.Ordinal);
        Assert.Equal("UnknownNameException", JsonDocument.Parse(json.Output).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Control_WithoutTheToken_IsRefused()
    {
        CommandLineRun run = await CommandLineRun.Of("restart", "m", "--url", _service.Address.ToString());

        Assert.Equal(1, run.Code);
        Assert.Contains("needs a token", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, _ffi["m"].Generation);
    }

    [Fact]
    public async Task Control_WithoutAService_AnswersThree()
    {
        CommandLineRun run = await CommandLineRun.Of("restart", "m", "--url", "http://127.0.0.1:1");

        Assert.Equal(3, run.Code);
        Assert.Contains("There is no service at http://127.0.0.1:1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_ShowsATableWithoutColours()
    {
        await _ffi["m"]["cos"].CallAsync(0.5);

        CommandLineRun run = await RunAsync("top", "--once");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"^LIBRARY  STATE  GEN .*RESTARTS\nm        Ready  1    -       0/1 ", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Top_AsJson_IsTheWholeStatus()
    {
        CommandLineRun run = await RunAsync("top", "--once", "--json");

        Assert.Equal("m", JsonDocument.Parse(run.Output).RootElement.GetProperty("libraries")[0].GetProperty("name").GetString());
    }

    private static (int Code, string Output) Result(CommandLineRun run) => (run.Code, run.Output);

    private Task<CommandLineRun> RunAsync(params string[] arguments) =>
        CommandLineRun.Of([.. arguments, "--url", _service.Address.ToString(), "--token-file", Path.Combine(_folder.Path, "token")]);
}
