using System.Net;
using System.Net.Sockets;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

/// <summary>Clients that send or read more slowly than anybody has reason to.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        // So many symbols that the status is long, and the buffers between server and client are full soon.
        _ffi = await FfiRuntime.StartAsync(static declare => declare.AddLibrary("m", static library =>
        {
            library.Path("libm.so.6");
            for (int i = 0; i < 500; i++)
            {
                library.Symbol($"cosine_number_{i}", static symbol => symbol.Name("cos").Declaration("double cos(double x)"));
            }
        }));
        _service = await RunningService.StartAsync(_ffi, new HostOptions { MaxEventStreams = 1, EventStreamTimeout = TimeSpan.FromSeconds(2) });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task Body_ThatStopsComing_IsAnsweredWithATimeout(string type)
    {
        using RawConnection slow = await RawConnection.BeginAsync(_service.Address, "/v1/libraries/m/symbols/cosine_number_0?arg=@length", type);
        await slow.WriteChunkAsync("{");

        Assert.Contains(" 408 ", await slow.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _ffi["m"].LiveBuffers);
    }

    [Fact]
    public async Task Head_ThatStopsComing_IsCut()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(_service.Address.Host, _service.Address.Port);
        await slow.GetStream().WriteAsync("GET /v1/libraries HTTP/1.1\r\nHost: lo"u8.ToArray());
        using StreamReader answer = new(slow.GetStream());

        Assert.Contains("408", await answer.ReadToEndAsync(), StringComparison.Ordinal); // And the connection has ended.
    }

    [Fact]
    public async Task EventStream_ThatIsNotRead_IsCutAndItsPlaceIsFree()
    {
        using TcpClient deaf = new() { ReceiveBufferSize = 4 << 10 };
        await deaf.ConnectAsync(_service.Address.Host, _service.Address.Port);
        await deaf.GetStream().WriteAsync("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.Equal('H', (char)deaf.GetStream().ReadByte());
        using (HttpResponseMessage refused = await _service.Client.GetAsync("/v1/events"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }

        HttpStatusCode other;
        do
        {
            await _ffi["m"].RestartAsync(); // The status is sent again.
            using HttpResponseMessage next = await _service.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
            other = next.StatusCode;
        }
        while (other != HttpStatusCode.OK);
    }
}
