using System.Net;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Security;

[Collection(ServiceCollectionFixture.Name)]
public sealed class OriginTests(TestService service)
{
    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "10.0.0.1:5080")]
    public async Task Request_OfAPageOfAnotherOrigin_IsRefused(string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/libraries/fixture/symbols/add_i32?arg=1&arg=2");
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("AccessDeniedException", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OfItsOwnPage_IsServed()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/libraries/fixture/symbols/add_i32?arg=1&arg=2");
        request.Headers.TryAddWithoutValidation("Origin", service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Preflight_OfAnotherOrigin_AllowsNothing()
    {
        using HttpRequestMessage request = new(HttpMethod.Options, "/v1/libraries/fixture/symbols/add_i32");
        request.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.False(response.IsSuccessStatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Headers_ThatAreTooLong_AreRefused()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/libraries");
        request.Headers.TryAddWithoutValidation("X-Long", new string('a', 20_000));
        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }
}
