using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("chek", "check")]
    [InlineData("symbol", "symbols")]
    [InlineData("restrat", "restart")]
    public async Task Command_ThatIsMisspelt_IsSuggested(string word, string command)
    {
        CommandLineRun run = await CommandLineRun.Of(word);

        Assert.Equal(2, run.Code);
        Assert.Contains($"'{command}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbol_ThatIsMisspelt_IsSuggested()
    {
        CommandLineRun run = await CommandLineRun.Of("call", "--path", "libm.so.6", "--declare", "double cosine(double)", "--declare", "double cos(double)", "csine", "0");

        Assert.Equal(2, run.Code);
        Assert.Contains("'cosine'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call --pth libm.so.6 cos 0", "--path")]
    [InlineData("call libm --jsn", "--json")]
    [InlineData("bench --path libm.so.6 --declare double_cos(double) --durations 1 cos 0", "--duration")]
    public async Task Option_ThatIsMisspelt_IsSuggested(string line, string option)
    {
        CommandLineRun run = await CommandLineRun.Of(line.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains($"Did you mean '{option}'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_ThatIsMisspelt_IsSuggested()
    {
        using TemporaryFolder folder = new();

        CommandLineRun run = await CommandLineRun.Of("--config", folder.Write("a.json", """{ "Host": { "MaxRequestBodi": 1 } }"""));

        Assert.Equal(2, run.Code);
        Assert.Contains("'MaxRequestBody'", run.Error, StringComparison.Ordinal);
    }
}
