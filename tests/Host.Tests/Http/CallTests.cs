using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class CallTests(TestService service)
{
    [Theory]
    [InlineData("u8", "255")]
    [InlineData("i8", "-128")]
    [InlineData("u16", "65535")]
    [InlineData("i16", "-32768")]
    [InlineData("u32", "4294967295")]
    [InlineData("i32", "-2147483648")]
    [InlineData("u64", "18446744073709551615")]
    [InlineData("i64", "-9223372036854775808")]
    [InlineData("u64", "9007199254740993")]
    [InlineData("f64", "0.1")]
    [InlineData("f64", "1E-300")]
    [InlineData("f32", "0.1")]
    [InlineData("f64", "\"NaN\"")]
    [InlineData("f64", "\"-Infinity\"")]
    [InlineData("f32", "\"Infinity\"")]
    [InlineData("bool", "true")]
    [InlineData("bool", "false")]
    public async Task Call_WithAScalar_GivesItBackExactly(string type, string literal)
    {
        JsonElement reply = await service.CallAsync("fixture", $"echo_{type}", literal);

        Assert.Equal(literal, reply.GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Call_WithoutArguments_AcceptsAnEmptyObject()
    {
        using HttpResponseMessage response = await service.PostAsync("fixture/symbols/greeting", "{}");
        JsonElement reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("Grüß Gott", reply.GetProperty("value").GetString());
    }

    [Fact]
    public async Task Call_OfAVoidFunction_GivesNull()
    {
        Assert.Equal(JsonValueKind.Null, (await service.CallAsync("fixture", "nothing", "")).GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task Call_WithANullStringResult_GivesNull()
    {
        Assert.Equal(JsonValueKind.Null, (await service.CallAsync("fixture", "no_text", "")).GetProperty("value").ValueKind);
    }

    [Theory]
    [InlineData("\"Grüß\"", 6UL)]
    [InlineData("\"\\u00fc\"", 2UL)]
    [InlineData("\"\"", 0UL)]
    [InlineData("null", ulong.MaxValue)]
    public async Task Call_WithText_PassesUtf8(string text, ulong length)
    {
        Assert.Equal(length, (await service.CallAsync("fixture", "length_of", text)).GetProperty("value").GetUInt64());
    }

    [Fact]
    public async Task Call_WithAConstBuffer_DoesNotSendItBack()
    {
        JsonElement reply = await service.CallAsync("fixture", "sum_bytes", """{"buffer":"AQID"},3""");

        Assert.Equal(6UL, reply.GetProperty("value").GetUInt64());
        Assert.All(reply.GetProperty("arguments").EnumerateArray(), argument => Assert.Equal(JsonValueKind.Null, argument.ValueKind));
    }

    [Fact]
    public async Task Call_WithWritableMemory_ShowsWhatItHoldsAfterwards()
    {
        JsonElement reply = await service.CallAsync("fixture", "fill_up_to", """{"allocate":5},{"u64":4},7""");

        JsonElement arguments = reply.GetProperty("arguments");
        Assert.Equal(new byte[] { 7, 7, 7, 7, 0 }, arguments[0].GetProperty("buffer").GetBytesFromBase64());
        Assert.Equal(2UL, arguments[1].GetProperty("u64").GetUInt64());
        Assert.Equal(JsonValueKind.Null, arguments[2].ValueKind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(48 * 1024)]
    [InlineData((48 * 1024) + 1)]
    [InlineData(500_000)]
    public async Task Call_WithABufferOfAnyLength_SendsAllOfItBack(int length)
    {
        JsonElement reply = await service.CallAsync("fixture", "fill_bytes", string.Create(CultureInfo.InvariantCulture, $$"""{"allocate":{{length}}},{{length}},9"""));

        byte[] expected = new byte[length];
        expected.AsSpan().Fill(9);
        Assert.Equal(expected, reply.GetProperty("arguments")[0].GetProperty("buffer").GetBytesFromBase64());
    }

    [Fact]
    public async Task Call_CompressThenUncompress_GivesTheSameBytes()
    {
        byte[] original = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("All work and no play. ", 2000)));
        string length = original.Length.ToString(CultureInfo.InvariantCulture);

        JsonElement packed = await service.CallAsync("zlib", "compress2", $$"""{"allocate":50000},{"u64":50000},{"buffer":"{{Convert.ToBase64String(original)}}"},{{length}},9""");
        int packedLength = packed.GetProperty("arguments")[1].GetProperty("u64").GetInt32();
        byte[] bytes = packed.GetProperty("arguments")[0].GetProperty("buffer").GetBytesFromBase64()[..packedLength];
        Assert.InRange(packedLength, 1, original.Length / 10);

        JsonElement unpacked = await service.CallAsync("zlib", "uncompress", $$"""{"allocate":{{length}}},{"u64":{{length}}},{"buffer":"{{Convert.ToBase64String(bytes)}}"},{{packedLength}}""");
        Assert.Equal(original, unpacked.GetProperty("arguments")[0].GetProperty("buffer").GetBytesFromBase64());
        Assert.Equal(0, service.Ffi["zlib"].LiveBuffers);
    }

    [Fact]
    public async Task Call_WithErrnoDeclared_CarriesIt()
    {
        Assert.Equal(13, (await service.CallAsync("fixture", "with_errno", "-1,13")).GetProperty("errno").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await service.CallAsync("fixture", "add_i32", "1,2")).GetProperty("errno").ValueKind);
    }

    [Fact]
    public async Task Call_Answered_SaysHowLongItTookInMicroseconds()
    {
        JsonElement timings = (await service.CallAsync("fixture", "count_call_slowly", "900001,20000")).GetProperty("timings");

        Assert.True(timings.GetProperty("native").GetDouble() >= 20_000);
        Assert.True(timings.GetProperty("queue").GetDouble() > 0);
    }

    [Fact]
    public async Task Call_WithAPointerResult_GivesAnIdThatIsNoAddress()
    {
        JsonElement none = (await service.CallAsync("fixture", "echo_pointer", "null")).GetProperty("value");
        Assert.Equal(JsonValueKind.Null, none.ValueKind);

        string first = (await service.CallAsync("fixture", "duplicate", "\"a\"")).GetProperty("value").GetString()!;
        string second = (await service.CallAsync("fixture", "duplicate", "\"a\"")).GetProperty("value").GetString()!;
        Assert.Matches("^pointer-[0-9]{1,6}$", first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Call_DeclaredSynchronous_IsServed()
    {
        Assert.Equal(5, (await service.CallAsync("fixture", "blocking_only", "2,3")).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Call_OfAnUncheckedSymbol_TakesABufferWithoutExtent()
    {
        Assert.Equal(6UL, (await service.CallAsync("fixture", "unchecked_sum", """{"buffer":"AQID"},3""")).GetProperty("value").GetUInt64());
    }

    [Fact]
    public async Task Call_WithAnEncodedName_FindsTheLibrary()
    {
        Assert.Equal(3, (await service.CallAsync("a%2B%C3%BC", "add_i32", "1,2")).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Client_ThatGoesAway_CancelsItsQueuedCall()
    {
        await service.CallAsync("fixture", "gate_close", "501");
        Task<JsonElement> running = service.CallAsync("fixture", "serial_gate", "501");
        while ((await service.CallAsync("fixture", "gate_waiting", "501")).GetProperty("value").GetInt32() == 0)
        {
            await Task.Yield();
        }

        using CancellationTokenSource leave = new();
        Task<HttpResponseMessage> queued = service.PostAsync("fixture/symbols/serial_gate", """{"arguments":[501]}""", leave.Token);
        SymbolEntry entry = service.Ffi["fixture"]["serial_gate"].Entry;
        while (entry.Mailbox.Length == 0)
        {
            await Task.Yield();
        }

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        while (entry.Mailbox.Length != 0)
        {
            await Task.Yield();
        }

        await service.CallAsync("fixture", "gate_open", "501");
        await running;
    }
}
