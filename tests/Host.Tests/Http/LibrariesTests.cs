using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class LibrariesTests(TestService service)
{
    [Fact]
    public async Task Libraries_AreListedWithStatesAndSignatures()
    {
        JsonElement[] libraries = [.. JsonDocument.Parse(await service.Client.GetStringAsync("/v1/libraries")).RootElement.GetProperty("libraries").EnumerateArray()];

        Assert.Equal(["a+ü", "fixture", "missing", "zlib"], libraries.Select(library => library.GetProperty("name").GetString()));
        Assert.Equal(["Ready", "Ready", "Failed", "Ready"], libraries.Select(library => library.GetProperty("state").GetString()));
        Dictionary<string, JsonElement> symbols = libraries[3].GetProperty("symbols").EnumerateArray().ToDictionary(symbol => symbol.GetProperty("name").GetString()!);
        Assert.Equal(
            "int compress2(unsigned char dest[*destLen], uLong *destLen, const unsigned char source[sourceLen], uLong sourceLen, int level)",
            symbols["compress2"].GetProperty("signature").GetString());
        Assert.Equal("uLong crc32(uLong crc, const unsigned char buf[len], unsigned int len)", symbols["crc32"].GetProperty("signature").GetString());
    }

    [Fact]
    public async Task Libraries_ShowAbsentAndRenamedSymbols()
    {
        JsonElement fixture = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/libraries")).RootElement.GetProperty("libraries")[1];
        Dictionary<string, JsonElement> symbols = fixture.GetProperty("symbols").EnumerateArray().ToDictionary(symbol => symbol.GetProperty("name").GetString()!);

        Assert.True(symbols["absent"].GetProperty("absent").GetBoolean());
        Assert.Equal("sum_bytes", symbols["bare_sum"].GetProperty("nativeName").GetString());
    }

    [Fact]
    public async Task Health_OfARunningService_IsGood()
    {
        Assert.Equal("""{"status":"Healthy"}""", await service.Client.GetStringAsync("/healthz"));
    }
}
