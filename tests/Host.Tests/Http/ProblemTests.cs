using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

[Collection(ServiceCollectionFixture.Name)]
public sealed class ProblemTests(TestService service)
{
    [Theory]
    [InlineData("fixture/symbols/echo_u8", "256", "v", "between 0 and 255")]
    [InlineData("fixture/symbols/echo_u8", "-1", "v", "between 0 and 255")]
    [InlineData("fixture/symbols/echo_u8", "1.0", "v", "whole number")]
    [InlineData("fixture/symbols/echo_u8", "1e2", "v", "whole number")]
    [InlineData("fixture/symbols/echo_u64", "18446744073709551616", "v", "18446744073709551615")]
    [InlineData("fixture/symbols/echo_i64", "123456789012345678901234567890123456789012345678901234567890", "v", "between")]
    [InlineData("fixture/symbols/echo_u8", "true", "v", "whole number")]
    [InlineData("fixture/symbols/echo_u8", "\"1\"", "v", "does not take text")]
    [InlineData("fixture/symbols/echo_u8", "null", "v", "does not take null")]
    [InlineData("fixture/symbols/echo_u8", "{\"buffer\":\"AA==\"}", "v", "does not take a buffer")]
    [InlineData("fixture/symbols/echo_u8", "{\"u8\":1}", "v", "does not take a pointer")]
    [InlineData("fixture/symbols/echo_bool", "1", "v", "true or false")]
    [InlineData("fixture/symbols/echo_f64", "true", "v", "number")]
    [InlineData("fixture/symbols/echo_f64", "1e999", "v", "beyond the range")]
    [InlineData("fixture/symbols/echo_f32", "1e39", "v", "beyond the range")]
    [InlineData("fixture/symbols/echo_f64", "\"inf\"", "v", "does not take text")]
    [InlineData("fixture/symbols/echo_pointer", "5", "v", "does not take the number")]
    [InlineData("fixture/symbols/echo_pointer", "\"5\"", "v", "does not take text")]
    [InlineData("fixture/symbols/echo_pointer", "{\"buffer\":\"AA==\"}", "v", "no declared extent")]
    [InlineData("fixture/symbols/length_of", "5", "text", "does not take the number")]
    [InlineData("fixture/symbols/length_of", "\"a\\u0000b\"", "text", "NUL at index 1")]
    [InlineData("fixture/symbols/length_of", "{\"buffer\":\"AA==\"}", "text", "no declared extent")]
    [InlineData("fixture/symbols/sum_bytes", "{\"buffer\":\"AQID\"},4", "data", "at least 4 bytes")]
    [InlineData("fixture/symbols/sum_bytes", "null,1", "data", "is null")]
    [InlineData("fixture/symbols/sum_bytes", "{\"buffer\":\"AQ\"},1", "data", "base64")]
    [InlineData("fixture/symbols/sum_bytes", "{\"buffer\":\"AQID\\ud800\"},1", "data", "base64")]
    [InlineData("fixture/symbols/sum_bytes", "{\"u8\":1},2", "data", "at least 2 bytes")]
    [InlineData("fixture/symbols/bare_sum", "{\"buffer\":\"AQID\"},3", "data", "no declared extent")]
    [InlineData("fixture/symbols/bare_sum", "{\"allocate\":3},3", "data", "no declared extent")]
    [InlineData("fixture/symbols/bare_sum", "{\"u8\":3},3", "data", "no declared extent")]
    [InlineData("fixture/symbols/sum_pointers", "{\"allocate\":80},10", "data", "points to pointers")]
    [InlineData("fixture/symbols/sum_pointers", "{\"u64\":80},1", "data", "points to pointers")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},{\"u32\":4},1", "destination_length", "does not take u32")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},{\"f64\":4},1", "destination_length", "does not take f64")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},{\"u64\":-4},1", "destination_length", "between 0")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},{\"u64\":5},1", "destination", "at least 5 bytes")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},null,1", "destination_length", "must point to")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":4},{\"allocate\":8},1", "destination_length", "no declared extent")]
    [InlineData("fixture/symbols/fill_up_to", "{\"allocate\":-1},{\"u64\":1},1", "destination", "between 0")]
    public async Task Argument_ThatDoesNotFit_IsNamed(string path, string arguments, string parameter, string reason)
    {
        JsonElement problem = await ProblemAsync(await PostArgumentsAsync(path, arguments), HttpStatusCode.BadRequest, nameof(ArgumentException));

        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, service.Ffi["fixture"].LiveBuffers);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 1)]
    [InlineData("1,2,3", 3)]
    [InlineData("1,2,[[3]],{\"x\":{}}", 4)]
    public async Task Arguments_OfTheWrongNumber_AreCounted(string arguments, int given)
    {
        JsonElement problem = await ProblemAsync(await PostArgumentsAsync("fixture/symbols/add_i32", arguments), HttpStatusCode.BadRequest, nameof(ArgumentException));

        Assert.Contains($"takes 2 arguments but was given {given}.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("[]", 1, 1)]
    [InlineData("null", 1, 1)]
    [InlineData("{\"arguments\":5}", 1, 14)]
    [InlineData("{\"arguments\":[1,]}", 1, 17)]
    [InlineData("{\"arguments\":[1,2]", 1, 19)]
    [InlineData("{\"arguments\":[1,2]}x", 1, 20)]
    [InlineData("{\n  \"arguments\": [\n1,\n 2 2]}", 4, 4)]
    [InlineData("{\"arguments\":[1,2],\"more\":1}", 1, 20)]
    [InlineData("{\"Arguments\":[1,2]}", 1, 2)]
    [InlineData("{\"arguments\":[1,2],\"arguments\":[1,2]}", 1, 20)]
    [InlineData("{\"arguments\":[1,2] /* no */}", 1, 20)]
    [InlineData("{\"arguments\":[[1],2]}", 1, 15)]
    [InlineData("{\"arguments\":[{},2]}", 1, 16)]
    [InlineData("{\"arguments\":[{\"u128\":1},2]}", 1, 23)]
    [InlineData("{\"arguments\":[{\"allocate\":[[[[[[[[[1]]]]]]]]]},2]}", 1, 27)]
    [InlineData("{\"arguments\":[01,2]}", 1, 16)]
    [InlineData("{\"arguments\":[NaN,2]}", 1, 15)]
    public async Task Body_ThatIsNotTheJsonOfACall_IsRefusedWithItsPlace(string body, int line, int column)
    {
        JsonElement problem = await ProblemAsync(await service.PostAsync("fixture/symbols/add_i32", body), HttpStatusCode.BadRequest, null);

        Assert.Contains(problem.GetProperty("error").GetString(), new[] { "JsonException", "ArgumentException" });
        if (problem.TryGetProperty("line", out JsonElement actual))
        {
            Assert.Equal((line, column), (actual.GetInt32(), problem.GetProperty("column").GetInt32()));
        }
        else
        {
            Assert.Contains("allocate", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Text_ThatIsNoUnicode_IsRefused(string argument)
    {
        await ProblemAsync(await PostArgumentsAsync("fixture/symbols/length_of", argument), HttpStatusCode.BadRequest, nameof(JsonException));
    }

    [Fact]
    public async Task Bytes_ThatAreNoUtf8_AreRefused()
    {
        byte[] body = [.. "{\"arguments\":[\""u8, 0xff, 0xfe, .. "\"]}"u8];

        await ProblemAsync(await service.PostAsync("fixture/symbols/length_of", body), HttpStatusCode.BadRequest, nameof(JsonException));
    }

    [Theory]
    [InlineData("nothing/symbols/add_i32", "nothing")]
    [InlineData("Fixture/symbols/add_i32", "Did you mean 'fixture'")]
    [InlineData("fixture/symbols/add_i33", "Did you mean 'add_i32'")]
    [InlineData("fixture/symbols/ADD_I32", "is not declared")]
    [InlineData("fixture/symbols/..%2F..%2Fadd_i32", "is not declared")]
    public async Task Name_ThatIsNotDeclared_IsUnknown(string path, string hint)
    {
        JsonElement problem = await ProblemAsync(await PostArgumentsAsync(path, "1,2"), HttpStatusCode.NotFound, nameof(UnknownNameException));

        Assert.Contains(hint, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbol_ThatIsOptionalAndAbsent_IsUnknown()
    {
        await ProblemAsync(await PostArgumentsAsync("fixture/symbols/absent", ""), HttpStatusCode.NotFound, nameof(AbsentSymbolException));
    }

    [Fact]
    public async Task Library_ThatCannotBeLoaded_IsNotReady()
    {
        HttpResponseMessage response = await PostArgumentsAsync("missing/symbols/add_i32", "1,2");
        Assert.NotNull(response.Headers.RetryAfter);
        JsonElement problem = await ProblemAsync(response, HttpStatusCode.ServiceUnavailable, nameof(LibraryUnavailableException));

        Assert.Contains("libnothing_of_the_kind.so", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_ThatIsDeclaredAFailure_IsABadGatewayWithValueAndErrno()
    {
        JsonElement problem = await ProblemAsync(await PostArgumentsAsync("fixture/symbols/fails", "-1,13"), HttpStatusCode.BadGateway, nameof(NativeCallFailedException));

        Assert.Equal(-1, problem.GetProperty("value").GetInt32());
        Assert.Equal(13, problem.GetProperty("errno").GetInt32());
    }

    [Fact]
    public async Task Queue_ThatIsFull_RefusesTheCall()
    {
        const string Path = "fixture/symbols/gate_pass";
        await service.CallAsync("fixture", "gate_close", "502");
        Task<JsonElement> running = service.CallAsync("fixture", "gate_pass", "502");
        while ((await service.CallAsync("fixture", "gate_waiting", "502")).GetProperty("value").GetInt32() == 0)
        {
            await Task.Yield();
        }

        Task<JsonElement> queued = service.CallAsync("fixture", "gate_pass", "502");
        while (service.Ffi["fixture"]["gate_pass"].Entry.Mailbox.Length == 0)
        {
            await Task.Yield();
        }

        HttpResponseMessage refused = await PostArgumentsAsync(Path, "502");
        await service.CallAsync("fixture", "gate_open", "502");
        await running;
        await queued;
        Assert.NotNull(refused.Headers.RetryAfter);
        await ProblemAsync(refused, HttpStatusCode.TooManyRequests, nameof(CallRefusedException));
    }

    [Fact]
    public async Task Body_OverTheLimit_IsTooLarge()
    {
        string text = new('a', TestService.MaxRequestBody);

        JsonElement problem = await ProblemAsync(await PostArgumentsAsync("fixture/symbols/length_of", $"\"{text}\""), HttpStatusCode.RequestEntityTooLarge, "BadHttpRequestException");

        Assert.Contains("Host:MaxRequestBody", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OfUndeclaredLengthOverTheLimit_IsTooLarge()
    {
        using StreamContent content = new(new UnseekableStream(TestService.MaxRequestBody + 1));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await service.Client.PostAsync("/v1/libraries/fixture/symbols/length_of", content);

        await ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "BadHttpRequestException");
    }

    [Theory]
    [InlineData("{\"allocate\":1000001},0,1")]
    [InlineData("{\"allocate\":18446744073709551615},0,1")]
    public async Task Allocation_OverTheLimit_IsTooLarge(string arguments)
    {
        JsonElement problem = await ProblemAsync(await PostArgumentsAsync("fixture/symbols/fill_bytes", arguments), HttpStatusCode.RequestEntityTooLarge, "BadHttpRequestException");

        Assert.Contains("Host:MaxAllocation", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream-of-another-kind")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Content_ThatIsNoJson_IsNotSupported(string? type)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes("{\"arguments\":[1,2]}"));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage response = await service.Client.PostAsync("/v1/libraries/fixture/symbols/add_i32", content);

        await ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "BadHttpRequestException");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON; charset=\"UTF-8\"")]
    public async Task Content_ThatIsJson_IsTaken(string type)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes("{\"arguments\":[1,2]}"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage response = await service.Client.PostAsync("/v1/libraries/fixture/symbols/add_i32", content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Path_ThatDoesNotExist_IsAProblemToo()
    {
        await ProblemAsync(await service.Client.GetAsync("/v2/libraries"), HttpStatusCode.NotFound, "BadHttpRequestException");
    }

    [Fact]
    public async Task Method_ThatDoesNotExist_IsAProblemThatNamesTheRightOne()
    {
        HttpResponseMessage response = await service.Client.GetAsync("/v1/libraries/fixture/calls");
        JsonElement problem = await ProblemAsync(response, HttpStatusCode.MethodNotAllowed, "BadHttpRequestException");

        Assert.Contains("POST", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> PostArgumentsAsync(string path, string arguments) => service.PostAsync(path, $$"""{"arguments":[{{arguments}}]}""");

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string? error)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(error ?? problem.GetProperty("error").GetString(), problem.GetProperty("error").GetString());
        return problem;
    }
}
