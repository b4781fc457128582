using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
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

    // The arguments of raw calls, as they stand in a query.
    private static readonly string[] _queries =
    [
        "fixture/symbols/add_i32?arg=1&arg=-2",
        "fixture/symbols/sum_bytes?arg=@body&arg=@length",
        "fixture/symbols/fill_up_to?arg=@out:64&arg=@u64:64&arg=7",
        "zlib/symbols/crc32?arg=0&arg=@body&arg=@length",
        "zlib/symbols/compress2?arg=@out:128&arg=@u64:128&arg=@body&arg=@length&arg=9",
        "zlib/symbols/uncompress?arg=@out:64&arg=@u64:64&arg=@body&arg=@length",
        "fixture/symbols/length_of?arg=@text:abc",
    ];

    private static readonly string[] _queryPieces = ["@", "@body", "@length", "@out:", "@null", "@u64:", "&arg=", "=", ":", "%00", "%ff", "+", "..%2f", "-", "0x", "1e9", "99999999999999999999"];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task MutatedRawCalls_AreAnsweredAsDeclared(int seed)
    {
        Random random = new(seed);
        Dictionary<HttpStatusCode, int> seen = [];
        for (int i = 0; i < Requests / 2; i++)
        {
            string query = _queries[random.Next(_queries.Length)];
            for (int changes = random.Next(3); changes > 0; changes--)
            {
                int at = random.Next(query.IndexOf('?', StringComparison.Ordinal) + 1, query.Length + 1);
                query = random.Next(2) == 0 && at < query.Length ? query.Remove(at, 1) : query.Insert(at, _queryPieces[random.Next(_queryPieces.Length)]);
            }

            byte[] body = new byte[random.Next(64)];
            random.NextBytes(body);
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/libraries/{query}") { Content = content };
            request.Headers.TryAddWithoutValidation("Accept", random.Next(2) == 0 ? "application/octet-stream" : "*/*");
            using HttpResponseMessage response = await service.Client.SendAsync(request);
            seen[response.StatusCode] = seen.GetValueOrDefault(response.StatusCode) + 1;
            string answer = await response.Content.ReadAsStringAsync();
            Assert.True(IsDeclared(response.StatusCode, answer), $"Seed {seed}, request {i} to {query} with {Convert.ToHexString(body)} was answered {(int)response.StatusCode} {answer}");
        }

        Assert.True(seen[HttpStatusCode.OK] > 100);
        Assert.True(seen[HttpStatusCode.BadRequest] > 100);
        Assert.Equal(0, service.Ffi["zlib"].LiveBuffers + service.Ffi["fixture"].LiveBuffers);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task MutatedBatches_AreAnsweredALineEach(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 100; i++)
        {
            (string Path, string Body)[] lines = [.. _seeds.Where(one => one.Path.StartsWith("fixture", StringComparison.Ordinal))];
            List<byte> body = [];
            for (int line = 0; line < 20; line++)
            {
                (string path, string call) = lines[random.Next(lines.Length)];
                string named = call.Replace("{\"arguments\"", $"{{\"symbol\":\"{path.Split('/')[2]}\",\"arguments\"", StringComparison.Ordinal);
                body.AddRange(Mutate(random, Encoding.UTF8.GetBytes(named)).Where(b => b != '\n'));
                body.Add((byte)'\n');
            }

            using ByteArrayContent content = new([.. body]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
            using HttpResponseMessage response = await service.Client.PostAsync("/v1/libraries/fixture/calls", content);
            string[] replies = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

            Assert.Equal((HttpStatusCode.OK, 20), (response.StatusCode, replies.Length));
            Assert.All(replies, reply => JsonDocument.Parse(reply));
        }

        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
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
