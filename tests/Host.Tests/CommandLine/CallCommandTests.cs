using System.IO.Compression;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class CallCommandTests
{
    private const string Compress = "int compress2(unsigned char dest[*destLen], unsigned long *destLen, const unsigned char source[n], unsigned long n, int level)";

    [Theory]
    [InlineData("double cos(double x)", "libm.so.6", "0.5", "0.8775825618903728")]
    [InlineData("double fabs(double x)", "libm.so.6", "-7", "7")]
    [InlineData("double fabs(double x)", "libm.so.6", "-inf", "Infinity")]
    [InlineData("double fabs(double x)", "libm.so.6", "-1e3", "1000")]
    [InlineData("int abs(int x)", "libc.so.6", "-12", "12")]
    [InlineData("int abs(int x)", "libc.so.6", "0x10", "16")]
    [InlineData("size_t strlen(const char *s)", "libc.so.6", "Grüß", "6")]
    [InlineData("size_t strlen(const char *s)", "libc.so.6", "u64:1", "5")]
    [InlineData("size_t strlen(const char *s)", "libc.so.6", "text:null", "4")]
    [InlineData("size_t strlen(const char *s)", "libc.so.6", "text:@home", "5")]
    [InlineData("size_t strlen(const char *s)", "libc.so.6", "", "0")]
    public async Task Call_WithoutConfiguration_PrintsTheValue(string prototype, string library, string argument, string expected)
    {
        string symbol = prototype[(prototype.IndexOf(' ', StringComparison.Ordinal) + 1)..prototype.IndexOf('(', StringComparison.Ordinal)];

        CommandLineRun run = await CommandLineRun.Of("call", "--path", library, "--declare", prototype, symbol, argument);

        Assert.Equal((0, expected + Environment.NewLine, ""), (run.Code, run.Output, run.Error));
    }

    [Theory]
    [InlineData("bool echo_bool(bool v)", "true", "true")]
    [InlineData("bool echo_bool(bool v)", "false", "false")]
    [InlineData("void *echo_pointer(void *v)", "null", "null")]
    [InlineData("size_t length_of(const char *text)", "null", "18446744073709551615")]
    public async Task Call_WithBoolsAndNull_PrintsTheValue(string prototype, string argument, string expected)
    {
        string symbol = prototype.Split('(')[0].Split(' ')[^1].TrimStart('*');

        CommandLineRun run = await CommandLineRun.OfFixture(prototype, symbol, argument);

        Assert.Equal((0, expected + Environment.NewLine), (run.Code, run.Output));
    }

    [Fact]
    public async Task Call_WithOutAndScalar_PrintsThemAfterwards()
    {
        CommandLineRun run = await CommandLineRun.OfFixture("int32_t fill_up_to(uint8_t destination[*length], uint64_t *length, uint8_t value)", "fill_up_to", "out:4", "u64:3", "0xab");

        Assert.Equal($"0{Environment.NewLine}destination: ababab00{Environment.NewLine}length: 1{Environment.NewLine}", run.Output);
    }

    [Fact]
    public async Task Call_WithFiles_ReadsAndSavesThem()
    {
        using TemporaryFolder folder = new();
        byte[] bytes = new byte[3_000_000];
        new Random(7).NextBytes(bytes.AsSpan(0, 1000));
        string source = folder.Write("source", bytes);
        string saved = Path.Combine(folder.Path, "saved");

        CommandLineRun run = await CommandLineRun.Of("call", "--path", "libz.so.1", "--declare", Compress, "compress2", $"out:100000={saved}", "u64:100000", $"@{source}", $"len:@{source}", "-1", "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        JsonElement reply = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(saved, reply.GetProperty("arguments")[0].GetProperty("file").GetString());
        Assert.InRange(reply.GetProperty("arguments")[1].GetProperty("u64").GetInt32(), 1000, 99_999);
        using ZLibStream unpacked = new(File.OpenRead(saved), CompressionMode.Decompress);
        using MemoryStream copy = new();
        await unpacked.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task Call_WithConfiguration_LoadsOnlyTheNamedLibrary()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": { "cosine": "double cos(double x)" } }, "x": { "Path": "no.so", "Symbols": { "f": "int f(void)" } } } } }""");

        Assert.Equal("1" + Environment.NewLine, (await CommandLineRun.Of("call", "--config", config, "m", "cosine", "0")).Output);
        CommandLineRun failed = await CommandLineRun.Of("call", "x", "f", "--config", config);
        Assert.Equal(1, failed.Code);
        Assert.Contains("no.so", failed.Error, StringComparison.Ordinal);
        CommandLineRun unknown = await CommandLineRun.Of("call", "--config", config, "M", "cosine", "0");
        Assert.Equal(2, unknown.Code);
        Assert.Contains("Library 'M' is not declared", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("256", "between 0 and 255")]
    [InlineData("x", "whole number")]
    [InlineData("null", "does not take null")]
    [InlineData("u8:1", "does not take a pointer")]
    [InlineData("out:1", "does not take a buffer")]
    [InlineData("text:a", "does not take text")]
    [InlineData("@nothing", "does not take a buffer")]
    [InlineData("len:@nothing", "cannot be read")]
    public async Task Argument_ThatDoesNotFit_IsWrongUsage(string argument, string reason)
    {
        CommandLineRun run = await CommandLineRun.OfFixture("uint8_t echo_u8(uint8_t v)", "echo_u8", argument);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out:3", "3", "no declared extent", false)]
    [InlineData("u8:3", "1", "no declared extent", false)]
    [InlineData("out:3", "4", "at least 4 bytes", true)]
    [InlineData("out:-3", "1", "not negative", true)]
    [InlineData("out:x", "1", "whole number", true)]
    [InlineData("out:3=", "1", "out:N=FILE", true)]
    [InlineData("hello", "1", "does not take text", true)]
    [InlineData("@", "0", "cannot be read", true)]
    public async Task Memory_ThatDoesNotFit_IsWrongUsage(string memory, string length, string reason, bool hasExtent)
    {
        CommandLineRun run = await CommandLineRun.OfFixture($"uint64_t sum_bytes(const uint8_t {(hasExtent ? "data[length]" : "*data")}, size_t length)", "sum_bytes", memory, length);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("call", "libm")]
    [InlineData("call", "--path", "libm.so.6", "cos", "1")]
    [InlineData("call", "--declare", "double cos(double)", "cos", "1")]
    [InlineData("call", "--path", "libm.so.6", "--declare", "double cos(", "cos", "1")]
    [InlineData("call", "--path", "libm.so.6", "--declare", "double cos(double)", "sin", "1")]
    [InlineData("call", "--path", "libm.so.6", "--declare", "double cos(double)", "cos")]
    [InlineData("call", "--path", "libm.so.6", "--declare", "double cos(double)", "cos", "1", "2")]
    [InlineData("call", "--path", "libm.so.6", "--declare", "double cos(double)", "--config", "x", "cos", "1")]
    [InlineData("call", "--config", "there-is-none.json", "libm", "cos", "1")]
    [InlineData("--config", "there-is-none.json")]
    [InlineData("run", "--config", "there-is-none.json")]
    [InlineData("nonsense")]
    [InlineData("run", "--nonsense")]
    public async Task CommandLine_ThatIsWrong_SaysSoWithoutAStackTrace(params string[] arguments)
    {
        CommandLineRun run = await CommandLineRun.Of(arguments);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("call", "--help")]
    [InlineData("run", "-h")]
    [InlineData("--version")]
    public async Task Help_IsPrinted(params string[] arguments)
    {
        CommandLineRun run = await CommandLineRun.Of(arguments);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.NotEmpty(run.Output);
    }

    [Fact]
    public async Task Call_ThatFails_AnswersOneAndSaysWhyInJson()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ "ActorFfi": { "Libraries": { "f": { "Path": "{{TestService.FixturePath}}", "Errno": true, "Symbols": { "fail": { "Declaration": "int fail_with(int result, int code)", "Fails": "result == -1" } } } } } }""");

        CommandLineRun run = await CommandLineRun.Of("call", "--json", "--config", config, "f", "fail", "-1", "5");

        Assert.Equal(1, run.Code);
        JsonElement failure = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(nameof(NativeCallFailedException), failure.GetProperty("error").GetString());
        Assert.Equal((-1, 5), (failure.GetProperty("value").GetInt32(), failure.GetProperty("errno").GetInt32()));
        Assert.Contains("errno: 5", (await CommandLineRun.Of("call", "--config", config, "f", "fail", "0", "5")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Argument_ThatIsWrong_IsNamedInJson()
    {
        CommandLineRun run = await CommandLineRun.OfFixture("uint8_t echo_u8(uint8_t v)", "--json", "echo_u8", "256");

        Assert.Equal(2, run.Code);
        Assert.Equal("v", JsonDocument.Parse(run.Output).RootElement.GetProperty("parameter").GetString());
    }
}
