using System.Net;
using System.Text;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class FuzzTests(TestService service)
{
    private const int Requests = 4000;

    // Only functions that are harmless whatever they are given.
    private static readonly (string Path, string Body)[] _seeds =
    [
        ("fixture/symbols/add_i32", """{"arguments":[1,-2]}"""),
        ("fixture/symbols/echo_f64", """{"arguments":["-Infinity"]}"""),
        ("fixture/symbols/echo_u64", """{"arguments":[18446744073709551615]}"""),
        ("fixture/symbols/echo_bool", """{"arguments":[true]}"""),
        ("fixture/symbols/length_of", """{"arguments":["Gr\u00fc\u00df"]}"""),
        ("fixture/symbols/sum_bytes", """{"arguments":[{"buffer":"AQIDBAUGBwgJCgsMDQ4PEA=="},16]}"""),
        ("fixture/symbols/fill_up_to", """{"arguments":[{"allocate":64},{"u64":64},7]}"""),
        ("fixture/symbols/fails", """{"arguments":[-1,2]}"""),
        ("zlib/symbols/crc32", """{"arguments":[0,{"buffer":"aGVsbG8="},5]}"""),
        ("zlib/symbols/compress2", """{"arguments":[{"allocate":128},{"u64":128},{"buffer":"aGVsbG8="},5,9]}"""),
        ("zlib/symbols/uncompress", """{"arguments":[{"allocate":64},{"u64":64},{"buffer":"eJzLSM3JyQcABiwCFQ=="},13]}"""),
        ("missing/symbols/add_i32", """{"arguments":[1,2]}"""),
    ];

    private static readonly string[] _pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-", "0", "9", "1e400", "NaN", "\\u0000", "\\ud800", "\u00e9", "\0",
        "{\"u64\":1}", "{\"allocate\":999999999999}", "{\"buffer\":\"=\"}", "\"arguments\"", "99999999999999999999", "[[[[[[[[[[[[",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MutatedRequests_AreAnsweredAsDeclared(int seed)
    {
        Random random = new(seed);
        Dictionary<HttpStatusCode, int> seen = [];
        for (int i = 0; i < Requests / 2; i++)
        {
            (string path, string body) = _seeds[random.Next(_seeds.Length)];
            byte[] mutated = Mutate(random, Encoding.UTF8.GetBytes(body));
            using HttpResponseMessage response = await service.PostAsync(path, mutated);
            seen[response.StatusCode] = seen.GetValueOrDefault(response.StatusCode) + 1;
            string answer = await response.Content.ReadAsStringAsync();
            Assert.True(IsDeclared(response.StatusCode, answer), $"Seed {seed}, request {i} to {path}: {Convert.ToHexString(mutated)} was answered {(int)response.StatusCode} {answer}");
        }

        // The mutations reach both sides, or they prove nothing.
        Assert.True(seen[HttpStatusCode.OK] > 20);
        Assert.True(seen[HttpStatusCode.BadRequest] > 500);
        Assert.Equal(0, service.Ffi["zlib"].LiveBuffers + service.Ffi["fixture"].LiveBuffers);
    }

    private static bool IsDeclared(HttpStatusCode status, string answer) => status switch
    {
        HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => true,
        HttpStatusCode.BadGateway => answer.Contains(nameof(NativeCallFailedException), StringComparison.Ordinal),
        HttpStatusCode.ServiceUnavailable => answer.Contains("'missing'", StringComparison.Ordinal),
        _ => false,
    };

    private static byte[] Mutate(Random random, byte[] body)
    {
        List<byte> bytes = [.. body];
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(Math.Min(8, bytes.Count - at)) + 1);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(0, random.Next(bytes.Count + 1)));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Next(10).ToString()));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(_pieces[random.Next(_pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
