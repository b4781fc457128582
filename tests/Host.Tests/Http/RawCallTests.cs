using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class RawCallTests(TestService service)
{
    private const string Sum = "fixture/symbols/sum_bytes?arg=@body&arg=@length";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(TestService.MaxRequestBody)]
    public async Task RawBody_OfAnyLength_IsTheBuffer(int length)
    {
        using HttpResponseMessage response = await SendAsync(Sum, new ByteArrayContent(Bytes(length)));

        Assert.Equal((ulong)Bytes(length).Sum(b => b), (await JsonOf(response)).GetProperty("value").GetUInt64());
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task RawBody_OfUnannouncedLength_IsTheBuffer(int length)
    {
        using StreamContent content = new(new UnseekableStream(length));
        using HttpResponseMessage response = await SendAsync(Sum, content);

        Assert.Equal((ulong)length * ' ', (await JsonOf(response)).GetProperty("value").GetUInt64());
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Theory]
    [InlineData(TestService.MaxRequestBody + 1, false)]
    [InlineData(TestService.MaxRequestBody + 1, true)]
    public async Task RawBody_ThatIsTooLong_IsRefused(int length, bool isAnnounced)
    {
        using HttpContent content = isAnnounced ? new ByteArrayContent(new byte[length]) : new StreamContent(new UnseekableStream(length));
        using HttpResponseMessage response = await SendAsync(Sum, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Fact]
    public async Task RawReply_OfABufferWithACount_HasAsManyBytesAndTheRestInHeaders()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("raw and round ", 500)));
        using HttpResponseMessage packed = await SendAsync("zlib/symbols/compress2?arg=@out:8000&arg=@u64:8000&arg=@body&arg=@length&arg=9", new ByteArrayContent(text), wantsBytes: true);
        byte[] bytes = await packed.Content.ReadAsByteArrayAsync();
        using HttpResponseMessage back = await SendAsync($"zlib/symbols/uncompress?arg=@out:{text.Length}&arg=@u64:{text.Length}&arg=@body&arg=@length", new ByteArrayContent(bytes), wantsBytes: true);

        Assert.InRange(bytes.Length, 1, 200);
        Assert.Equal("application/octet-stream", packed.Content.Headers.ContentType?.MediaType);
        Assert.Equal("0", packed.Headers.GetValues("ActorFfi-Value").Single());
        Assert.True(double.Parse(packed.Headers.GetValues("ActorFfi-Native-Time").Single(), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(text, await back.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task RawReply_ToAClientThatWantsJson_IsJson()
    {
        using HttpResponseMessage response = await SendAsync("fixture/symbols/fill_bytes?arg=@out:3&arg=3&arg=7", content: null);

        Assert.Equal("BwcH", (await JsonOf(response)).GetProperty("arguments")[0].GetProperty("buffer").GetString());
    }

    [Fact]
    public async Task RawCall_WithoutABody_TakesItsArgumentsFromTheQuery()
    {
        using HttpResponseMessage add = await SendAsync("fixture/symbols/add_i32?arg=40&arg=2", content: null);
        using HttpResponseMessage text = await SendAsync("fixture/symbols/length_of?arg=Gr%C3%BC%C3%9F", content: null);
        using HttpResponseMessage at = await SendAsync("fixture/symbols/length_of?arg=@text:@body", content: null);
        using HttpResponseMessage none = await SendAsync("fixture/symbols/echo_pointer?arg=@null", content: null);

        Assert.Equal(42, (await JsonOf(add)).GetProperty("value").GetInt32());
        Assert.Equal(6, (await JsonOf(text)).GetProperty("value").GetInt32());
        Assert.Equal(5, (await JsonOf(at)).GetProperty("value").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await JsonOf(none)).GetProperty("value").ValueKind);
    }

    [Theory]
    [InlineData("fixture/symbols/sum_bytes?arg=@body", "takes 2 arguments but was given 1")]
    [InlineData("fixture/symbols/sum_bytes?arg=@body&arg=@body", "a buffer")]
    [InlineData("zlib/symbols/uncompress?arg=@body&arg=@u64:4&arg=@body&arg=@length", "second '@body'")]
    [InlineData("fixture/symbols/sum_bytes?arg=@body&arg=3", "'data'")]
    [InlineData("fixture/symbols/bare_sum?arg=@body&arg=@length", "no declared extent")]
    [InlineData("fixture/symbols/sum_bytes?arg=@/etc/passwd&arg=3", "means nothing")]
    [InlineData("fixture/symbols/sum_bytes?arg=@out:-1&arg=3", "-1")]
    [InlineData("fixture/symbols/add_i32?arg=4294967296&arg=0", "'a'")]
    public async Task RawCall_WithAWrongArgument_SaysWhich(string path, string fault)
    {
        using HttpResponseMessage response = await SendAsync(path, new ByteArrayContent([1, 2]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(fault, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Fact]
    public async Task RawCall_ThatAsksForTooMuchRoom_IsRefused()
    {
        using HttpResponseMessage response = await SendAsync($"fixture/symbols/fill_bytes?arg=@out:{TestService.MaxAllocation + 1}&arg=3&arg=7", content: null);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent? content, bool wantsBytes = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/libraries/{path}") { Content = content };
        if (content is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        if (wantsBytes)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/octet-stream"));
        }

        return await service.Client.SendAsync(request);
    }
}
