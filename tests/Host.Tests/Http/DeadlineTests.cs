using System.Net;
using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class DeadlineTests(TestService service)
{
    [Theory]
    [InlineData("20ms")]
    [InlineData("0.02s")]
    [InlineData("2020-01-01T00:00:00Z")]
    public async Task Deadline_ThatPasses_IsAnsweredAndTheCallLeavesTheQueue(string deadline)
    {
        Task<JsonElement> running = await service.BlockAsync("serial_gate", "503");
        SymbolEntry entry = service.Ffi["fixture"]["serial_gate"].Entry;
        using HttpResponseMessage late = await SendAsync("serial_gate", "503", deadline);

        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Contains("DeadlinePassedException", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        while (entry.Mailbox.Length != 0)
        {
            await Task.Yield();
        }

        await service.CallAsync("fixture", "gate_open", "503");
        await running;
    }

    [Fact]
    public async Task Deadline_OfACallThatRuns_LetsItGoOn()
    {
        await service.CallAsync("fixture", "gate_close", "504");
        using HttpResponseMessage late = await SendAsync("gate_pass", "504", "50ms");
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal(0, service.Ffi["fixture"].Entry.Abandoned);

        await service.CallAsync("fixture", "gate_open", "504");
        await service.CallAsync("fixture", "gate_pass", "504");
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("5")]
    [InlineData("1e9s")]
    [InlineData("NaNs")]
    [InlineData("999999999s")]
    public async Task Deadline_ThatCannotBeRead_IsRefused(string deadline)
    {
        using HttpResponseMessage response = await SendAsync("gate_waiting", "505", deadline);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Deadline", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_ThatIsKept_ChangesNothing()
    {
        using HttpResponseMessage response = await SendAsync("gate_waiting", "505", "60s");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string symbol, string argument, string deadline)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/libraries/fixture/symbols/{symbol}")
        {
            Content = new StringContent($$"""{"arguments":[{{argument}}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Deadline", deadline);
        return await service.Client.SendAsync(request);
    }
}
