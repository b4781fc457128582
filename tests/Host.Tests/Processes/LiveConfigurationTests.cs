using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>A service whose configuration file is changed while it serves.</summary>
public sealed class LiveConfigurationTests
{
    [Fact]
    public async Task File_ThatIsChangedWhileCallsRun_IsAppliedAndNoneIsLost()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", Configuration("\"Workers\": 1, \"QueueLimit\": 2"));
        using ServiceProcess service = await ServiceProcess.StartAsync(config);
        using CancellationTokenSource enough = new();
        Task<int>[] callers = [.. Enumerable.Range(0, 8).Select(_ => CallAsync(service, enough.Token))];

        folder.Write("a.json", Configuration("\"Workers\": { \"Min\": 3, \"Max\": 4 }, \"QueueLimit\": 100, \"Timeout\": \"00:00:30\""));
        JsonElement applied = await StatusAsync(service, status => Configured(status).TryGetProperty("changes", out JsonElement changes) && changes.ValueKind == JsonValueKind.String);
        await StatusAsync(service, status => WorkersOf(status) >= 3);
        folder.Write("a.json", Configuration("\"Workers\": 1, \"QueueLimit\": 1"));
        await StatusAsync(service, status => WorkersOf(status) == 1);
        await enough.CancelAsync();
        int[] answered = await Task.WhenAll(callers);

        Assert.Contains("ActorFfi:Libraries:f:QueueLimit", Configured(applied).GetProperty("changes").GetString(), StringComparison.Ordinal);
        Assert.All(answered, calls => Assert.True(calls > 0));
    }

    [Theory]
    [InlineData("\"Workers\": 0", "Workers")]
    [InlineData("\"Workers\": 1 } rubbish", "not valid JSON")]
    [InlineData("\"Threads\": \"Shared\", \"DependsOn\": \"nobody\"", "ActorFfi:Libraries:f:DependsOn")]
    [InlineData("\"Sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\"", "Library 'f' could not be started as the changed configuration declares it")]
    public async Task File_ThatIsWrong_ChangesNothingAndSaysWhy(string settings, string fault)
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", Configuration("\"Workers\": 1"));
        using ServiceProcess service = await ServiceProcess.StartAsync(config);
        folder.Write("a.json", Configuration(settings));

        JsonElement status = await StatusAsync(service, status => Configured(status).TryGetProperty("fault", out JsonElement found) && found.ValueKind == JsonValueKind.String);
        Assert.Contains(fault, Configured(status).GetProperty("fault").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage call = await service.Client.PostAsync("/v1/libraries/f/symbols/add_i32?arg=1&arg=2", content: null);
        Assert.True(call.IsSuccessStatusCode);

        folder.Write("a.json", Configuration("\"Workers\": 2"));
        await StatusAsync(service, status => !Configured(status).TryGetProperty("fault", out JsonElement found) || found.ValueKind == JsonValueKind.Null);
        (int code, string output) = await service.TerminateAsync();
        Assert.Equal(0, code);
        Assert.Contains("is not applied; the service goes on as before", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"Isolation\": \"Process\",")]
    public async Task File_WithAnotherPath_IsServedByTheNewFileAndNoRequestIsLost(string isolation)
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", Versions(1, isolation));
        using ServiceProcess service = await ServiceProcess.StartAsync(config);
        using CancellationTokenSource enough = new();
        Task<List<int>>[] callers = [.. Enumerable.Range(0, 4).Select(_ => AskAsync(service, enough.Token))];
        await StatusAsync(service, static status => status.GetProperty("libraries")[0].GetProperty("metrics").GetProperty("calls").GetInt64() > 10);

        folder.Write("a.json", Versions(2, isolation, ", \"more\": { \"Path\": \"libm.so.6\", \"Symbols\": { \"cos\": \"double cos(double x)\" } }"));
        JsonElement applied = await StatusAsync(service, static status => Configured(status).TryGetProperty("changes", out JsonElement changes) && changes.ValueKind == JsonValueKind.String);
        string cosine = await service.Client.GetStringAsync("/v1/libraries/more");
        folder.Write("a.json", Versions(2, isolation));
        await StatusAsync(service, static status => status.GetProperty("libraries").GetArrayLength() == 1);
        await enough.CancelAsync();
        List<int>[] answers = await Task.WhenAll(callers);

        Assert.Contains("ActorFfi:Libraries:v:Path", Configured(applied).GetProperty("changes").GetString(), StringComparison.Ordinal);
        Assert.All(answers, static one => Assert.Equal([1, 2], one));
        Assert.Contains("\"Ready\"", cosine, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await service.Client.GetAsync("/v1/libraries/more")).StatusCode);
        Assert.Equal(0, (await service.TerminateAsync()).Code);
    }

    private static string Versions(int version, string settings, string more = "") => $$"""
        { "ActorFfi": { "Libraries": { "v": { "Path": "{{Path.Combine(AppContext.BaseDirectory, $"libactorffi_version{version}.so")}}", {{settings}} "Symbols": { "version": "int32_t version(void)" } } {{more}} } } }
        """;

    private static async Task<List<int>> AskAsync(ServiceProcess service, CancellationToken end)
    {
        List<int> answers = [];
        while (!end.IsCancellationRequested || answers[^1] == 1)
        {
            using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/v1/libraries/v/symbols/version", new { arguments = Array.Empty<int>() }, CancellationToken.None);
            string text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            Assert.True(response.IsSuccessStatusCode, text);
            int version = JsonDocument.Parse(text).RootElement.GetProperty("value").GetInt32();
            if (answers.Count == 0 || answers[^1] != version)
            {
                answers.Add(version);
            }
        }

        return answers;
    }

    private static string Configuration(string settings) => $$"""
        { "ActorFfi": { "Libraries": { "f": { "Path": "{{TestService.FixturePath}}", {{settings}}, "Symbols": { "add_i32": "int32_t add_i32(int32_t a, int32_t b)" } } } } }
        """;

    private static JsonElement Configured(JsonElement status) => status.GetProperty("configuration");

    private static int WorkersOf(JsonElement status) => status.GetProperty("libraries")[0].GetProperty("symbols")[0].GetProperty("workers").GetArrayLength();

    private static async Task<int> CallAsync(ServiceProcess service, CancellationToken end)
    {
        int calls = 0;
        while (!end.IsCancellationRequested)
        {
            using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/v1/libraries/f/symbols/add_i32", new { arguments = new[] { calls, 1 } }, CancellationToken.None);
            string text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            Assert.True(response.IsSuccessStatusCode, text);
            Assert.Equal(calls + 1, JsonDocument.Parse(text).RootElement.GetProperty("value").GetInt32());
            calls++;
        }

        return calls;
    }

    private static async Task<JsonElement> StatusAsync(ServiceProcess service, Func<JsonElement, bool> isIt)
    {
        using StreamReader events = new(await service.Client.GetStreamAsync("/v1/events"));
        while (true)
        {
            string line = await events.ReadLineAsync() ?? throw new InvalidOperationException("The stream ended.");
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]).RootElement is { } status && isIt(status))
            {
                return status;
            }
        }
    }
}
