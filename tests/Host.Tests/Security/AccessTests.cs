using System.Net;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Security;

/// <summary>A service with tokens: who may do what.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string Reader = "reader-0123456789abcdef";
    private const string Operator = "operator-0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("m", library => library.Path("libm.so.6").Declare("double cos(double x)")));
        _service = await RunningService.StartAsync(_ffi, new HostOptions
        {
            Tokens =
            [
                new TokenSource("reader", _folder.Write("reader", Reader + "\n"), null, AccessScope.Read),
                new TokenSource("operator", _folder.Write("operator", Operator), null, AccessScope.Call | AccessScope.Admin),
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null, "GET", "/v1/libraries", HttpStatusCode.Unauthorized)]
    [InlineData(null, "GET", "/v1/openapi.json", HttpStatusCode.Unauthorized)]
    [InlineData(null, "POST", "/v1/libraries/m/symbols/cos?arg=0", HttpStatusCode.Unauthorized)]
    [InlineData("wrong-0123456789abcdef", "GET", "/v1/libraries", HttpStatusCode.Unauthorized)]
    [InlineData("", "GET", "/v1/libraries", HttpStatusCode.Unauthorized)]
    [InlineData(Reader, "GET", "/v1/libraries", HttpStatusCode.OK)]
    [InlineData(Reader, "POST", "/v1/libraries/m/symbols/cos?arg=0", HttpStatusCode.Forbidden)]
    [InlineData(Reader, "POST", "/v1/libraries/m/restart", HttpStatusCode.Forbidden)]
    [InlineData(Operator, "GET", "/v1/libraries", HttpStatusCode.Forbidden)]
    [InlineData(Operator, "POST", "/v1/libraries/m/symbols/cos?arg=0", HttpStatusCode.OK)]
    [InlineData(Operator, "POST", "/v1/libraries/m/restart", HttpStatusCode.OK)]
    [InlineData(null, "GET", "/healthz", HttpStatusCode.OK)]
    public async Task Request_WithAToken_MayDoWhatItsScopesSay(string? token, string method, string path, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using HttpResponseMessage response = await _service.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
        Assert.DoesNotContain(_service.Log.All, line => line.Contains("0123456789abcdef", StringComparison.Ordinal));
        Assert.Equal(expected is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _service.Log.All.Any(line => line.StartsWith("1102 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AdminAction_IsLoggedUnderTheNameOfTheToken()
    {
        using HttpClient client = _service.CreateClient(Operator);
        using HttpResponseMessage response = await client.PostAsync("/v1/libraries/m/restart", content: null);

        Assert.Contains(_service.Log.All, line => line.Contains("restart of library 'm' by 'operator' from 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PathTricks_AreNotFound()
    {
        using HttpClient client = _service.CreateClient(Reader);
        foreach (string path in new[] { "/v1/libraries/..%2f..%2fetc%2fpasswd", "/v1/libraries/m%00", "/v1/libraries/m/symbols/..%2Fcos", "/v1/libraries/%2e%2e" })
        {
            using HttpResponseMessage response = await client.GetAsync(path);
            Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path}: {response.StatusCode}");
        }
    }
}
