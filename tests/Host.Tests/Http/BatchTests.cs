using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class BatchTests(TestService service)
{
    private const string Path = "/v1/libraries/fixture/calls";

    [Fact]
    public async Task Batch_OfManyLines_IsAnsweredInOrder()
    {
        string lines = string.Join('\n', Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"symbol":"add_i32","arguments":[{{i}},1]}""")));

        JsonElement[] replies = await SendAsync(lines);

        Assert.Equal(Enumerable.Range(1, 1000), replies.Select(reply => reply.GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task Batch_WithWrongLines_AnswersEachAndGoesOn()
    {
        JsonElement[] replies = await SendAsync("""
            {"arguments":[1,2],"symbol":"add_i32"}
            rubbish

            {"symbol":"nothing_of_the_kind"}
            {"symbol":"add_i32","arguments":[1]}
            {"symbol":"fails","arguments":[-1,2]}
            {"symbol":"sum_bytes","arguments":[{"buffer":"AQ=="},2]}
            {"symbol":"add_i32","symbol":"add_i32","arguments":[1,2]}
            {"symbol":"sum_bytes","arguments":[{"buffer":"AQID"},3]}
            """);

        Assert.Equal(3, replies[0].GetProperty("value").GetInt32());
        Assert.Equal(
            ["JsonException", "UnknownNameException", "ArgumentException", "NativeCallFailedException", "ArgumentException", "JsonException"],
            replies[1..7].Select(reply => reply.GetProperty("error").GetString()));
        Assert.Equal(2, replies[1].GetProperty("line").GetInt32());
        Assert.Equal(6, replies[7].GetProperty("value").GetInt32());
        Assert.Equal(8, replies.Length);
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Fact]
    public async Task Batch_ThatIsStillBeingSent_IsAnsweredMeanwhile()
    {
        using RawConnection connection = await RawConnection.BeginAsync(service.Client.BaseAddress!, Path, "application/jsonl");
        await connection.WriteChunkAsync("""{"symbol":"add_i32","arg""");
        await connection.WriteChunkAsync("uments\":[20,3]}\n");
        Assert.Contains("200 OK", await connection.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.NotNull(await connection.ReadLineWithAsync("\"value\":23"));

        await connection.WriteChunkAsync("{\"symbol\":\"add_i32\",\"arguments\":[20,4]}\n");
        Assert.NotNull(await connection.ReadLineWithAsync("\"value\":24"));
    }

    [Fact]
    public async Task Batch_WhoseClientGoesAway_WithdrawsItsQueuedCalls()
    {
        Task<JsonElement> running = await service.BlockAsync("serial_gate", "502");
        SymbolEntry entry = service.Ffi["fixture"]["serial_gate"].Entry;
        using (RawConnection connection = await RawConnection.BeginAsync(service.Client.BaseAddress!, Path, "application/jsonl"))
        {
            await connection.WriteChunkAsync(string.Concat(Enumerable.Repeat("{\"symbol\":\"serial_gate\",\"arguments\":[502]}\n", 3)));
            while (entry.Mailbox.Length < 3)
            {
                await Task.Yield();
            }
        }

        while (entry.Mailbox.Length != 0)
        {
            await Task.Yield();
        }

        await service.CallAsync("fixture", "gate_open", "502");
        await running;
    }

    [Fact]
    public async Task Batch_WithALineThatNeverEnds_IsCut()
    {
        using StreamContent content = new(new UnseekableStream(TestService.MaxRequestBody + 100_000));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using HttpResponseMessage response = await service.Client.PostAsync(Path, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Batch_AsPlainJson_IsRefused()
    {
        using HttpResponseMessage response = await service.Client.PostAsync(Path, new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private async Task<JsonElement[]> SendAsync(string lines)
    {
        using StringContent content = new(lines, Encoding.UTF8, "application/jsonl");
        using HttpResponseMessage response = await service.Client.PostAsync(Path, content);
        Assert.Equal("application/jsonl", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
