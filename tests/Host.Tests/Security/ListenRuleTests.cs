using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Security;

public sealed class ListenRuleTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://127.8.9.1", true)]
    [InlineData("http://localhost:0", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://unix:/run/actorffi.sock", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+", false)]
    [InlineData("http://host.example:80", false)]
    [InlineData("http://localhost.example:80", false)]
    [InlineData("http://192.168.0.1:80/", false)]
    public void Address_IsLocal_OnlyOnTheLoopbackInterface(string url, bool isLocal) => Assert.Equal(isLocal, ListenRule.IsLocal(url));

    [Fact]
    public async Task Run_OnAnOpenAddressWithoutAToken_IsRefusedWithTheReason()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "Host": { "Urls": "http://127.0.0.1:0;http://0.0.0.0:0" } }""");

        CommandLineRun run = await CommandLineRun.Of("--config", config);

        Assert.Equal(2, run.Code);
        Assert.Contains("'http://0.0.0.0:0' can be reached by other machines, and no token is configured", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "operator": "secret-0123456789abcdef" }""", "Host:Tokens:operator")]
    [InlineData("\"secret-0123456789abcdef\"", "tokens are not written into configurations")]
    [InlineData("""{ "operator": { "Token": "secret-0123456789abcdef", "Scopes": "read" } }""", "Host:Tokens:operator:Token")]
    [InlineData("""{ "operator": { "File": "/nowhere/token", "Scopes": "read" } }""", "/nowhere/token")]
    [InlineData("""{ "operator": { "Environment": "ACTORFFI_NOT_SET", "Scopes": "read" } }""", "ACTORFFI_NOT_SET")]
    [InlineData("""{ "operator": { "Environment": "HOME" } }""", "Host:Tokens:operator:Scopes")]
    [InlineData("""{ "operator": { "Environment": "HOME", "Scopes": "root" } }""", "'root' is no scope")]
    [InlineData("""{ "operator": { "Environment": "ACTORFFI_TEST_SHORT", "Scopes": "read call" } }""", "fewer than 16 characters")]
    public async Task Tokens_ThatCannotBeUsed_RefuseTheStartAndAreNotShown(string tokens, string reason)
    {
        Environment.SetEnvironmentVariable("ACTORFFI_TEST_SHORT", "secret-short");
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ "Host": { "Urls": "http://127.0.0.1:0", "Tokens": {{tokens}} } }""");

        CommandLineRun run = await CommandLineRun.Of("--config", config);

        Assert.Equal(2, run.Code);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", run.Error, StringComparison.Ordinal);
    }
}
