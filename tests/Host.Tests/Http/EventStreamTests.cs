using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

/// <summary>The event stream, its limits, and clients that do not behave; on a service of its own.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private const int Streams = 8;

    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _ffi = await TestService.StartRuntimeAsync();
        _service = await RunningService.StartAsync(_ffi, new HostOptions { MaxEventStreams = Streams });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
    }

    [Fact]
    public async Task Stream_TellsOfACallAndARestart()
    {
        using StreamReader events = await OpenAsync();
        Assert.Equal(1, Library(await NextAsync(events), "zlib").GetProperty("generation").GetInt32());

        using HttpResponseMessage call = await _service.Client.PostAsJsonAsync("/v1/libraries/zlib/symbols/zlibVersion", new { });
        await _ffi["zlib"].RestartAsync();

        JsonElement zlib;
        do
        {
            zlib = Library(await NextAsync(events), "zlib");
        }
        while (zlib.GetProperty("generation").GetInt32() != 2 || zlib.GetProperty("metrics").GetProperty("calls").GetInt64() == 0);

        Assert.True(zlib.GetProperty("metrics").GetProperty("nativeMedian").GetDouble() > 0);
        Assert.NotEqual(0, zlib.GetProperty("metrics").GetProperty("restarts").GetInt64());
    }

    [Fact]
    public async Task Streams_OverTheLimit_AreRefusedAndOthersGoOn()
    {
        List<StreamReader> open = [];
        for (int i = 0; i < Streams; i++)
        {
            open.Add(await OpenAsync());
        }

        using HttpResponseMessage refused = await _service.Client.GetAsync("/v1/events");
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        Assert.Contains("Host:MaxEventStreams", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _service.Client.GetAsync("/v1/libraries")).StatusCode);

        open[0].Dispose();
        HttpStatusCode again;
        do
        {
            using HttpResponseMessage next = await _service.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
            again = next.StatusCode;
        }
        while (again != HttpStatusCode.OK);

        open.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task AThousandIdleStreams_AreAnsweredAndTheServiceGoesOn()
    {
        List<TcpClient> clients = [];
        for (int i = 0; i < 1000; i++)
        {
            TcpClient client = new();
            clients.Add(client);
            await client.ConnectAsync(_service.Address.Host, _service.Address.Port);
            await client.GetStream().WriteAsync("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        }

        clients.ForEach(client => client.Dispose());
        HttpStatusCode status = default;
        while (status != HttpStatusCode.OK)
        {
            try
            {
                using HttpResponseMessage response = await _service.Client.GetAsync("/v1/libraries/zlib");
                status = response.StatusCode;
            }
            catch (HttpRequestException)
            {
                status = default; // The server had as many connections as it takes, and closed this one.
            }
        }
    }

    [Fact]
    public async Task Service_WithOpenStreams_StopsAtOnce()
    {
        using StreamReader events = await OpenAsync();
        await NextAsync(events);

        await _service.DisposeAsync();

        while (await events.ReadLineAsync() is not null)
        {
        }
    }

    [Fact]
    public async Task Requests_OverTheLimit_AreRefused()
    {
        await using RunningService small = await RunningService.StartAsync(_ffi, new HostOptions { MaxConcurrentRequests = 1 });
        using RawConnection busy = await RawConnection.BeginAsync(small.Address, "/v1/libraries/fixture/calls", "application/jsonl");
        await busy.WriteChunkAsync("{\"symbol\":\"add_i32\",\"arguments\":[1,2]}\n");
        await busy.ReadHeadAsync();
        using HttpResponseMessage refused = await small.Client.GetAsync("/v1/libraries");
        using HttpResponseMessage health = await small.Client.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Batch_ThatFallsSilent_IsCut()
    {
        await using RunningService strict = await RunningService.StartAsync(_ffi, new HostOptions { BatchIdleTimeout = TimeSpan.FromMilliseconds(200) });
        using RawConnection silent = await RawConnection.BeginAsync(strict.Address, "/v1/libraries/fixture/calls", "application/jsonl");

        Assert.Contains("408", await silent.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_WhoseClientReadsNothing_IsReadNoFurther()
    {
        using RawConnection deaf = await RawConnection.BeginAsync(_service.Address, "/v1/libraries/fixture/calls", "application/jsonl");
        string line = "{\"symbol\":\"fill_bytes\",\"arguments\":[{\"allocate\":1000000},1000000,7]}\n";
        Task writing = WriteForeverAsync(deaf, string.Concat(Enumerable.Repeat(line, 50)));

        // As many calls as may be outstanding, and those that the reply writer and the reader hold.
        long most = 0;
        for (int i = 0; i < 200; i++)
        {
            most = Math.Max(most, _ffi["fixture"].LiveBuffers);
            using HttpResponseMessage other = await _service.Client.GetAsync("/healthz");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        Assert.InRange(most, 1, 64 + 2);
        deaf.Dispose();
        await writing;
        while (_ffi["fixture"].LiveBuffers != 0)
        {
            await Task.Yield();
        }
    }

    private static async Task WriteForeverAsync(RawConnection connection, string lines)
    {
        try
        {
            while (true)
            {
                await connection.WriteChunkAsync(lines);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return;
        }
    }

    private static JsonElement Library(JsonElement status, string name) =>
        status.GetProperty("libraries").EnumerateArray().Single(library => library.GetProperty("name").GetString() == name);

    private static async Task<JsonElement> NextAsync(StreamReader events)
    {
        string? line;
        do
        {
            line = await events.ReadLineAsync();
            Assert.NotNull(line);
        }
        while (!line.StartsWith("data: ", StringComparison.Ordinal));

        return JsonDocument.Parse(line[6..]).RootElement;
    }

    private async Task<StreamReader> OpenAsync() => new(await _service.Client.GetStreamAsync("/v1/events"));
}
