using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class SymbolsCommandTests
{
    [Fact]
    public async Task Symbols_OfTheFixture_HaveNameKindAndSize()
    {
        CommandLineRun run = await CommandLineRun.Of("symbols", "--json", TestService.FixturePath);
        JsonElement[] symbols = [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("symbols").EnumerateArray()];
        JsonElement add = symbols.Single(symbol => symbol.GetProperty("name").GetString() == "add_i32");

        Assert.Equal(0, run.Code);
        Assert.Equal(("function", "global"), (add.GetProperty("kind").GetString(), add.GetProperty("binding").GetString()));
        Assert.True(add.GetProperty("size").GetInt32() > 0);
        Assert.DoesNotContain(symbols, symbol => symbol.GetProperty("name").GetString() is "malloc" or "");
    }

    [Fact]
    public async Task Symbols_AsATable_HaveOneALine()
    {
        CommandLineRun run = await CommandLineRun.Of("symbols", TestService.FixturePath);

        Assert.Matches(@"^NAME +KIND +SIZE +BINDING\n", run.Output);
        Assert.Matches(@"\nadd_i32 +function +\d+ +global\n", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("README.md", "is no shared object")]
    [InlineData("nothing-of-the-kind.so", "cannot be read")]
    public async Task Symbols_OfAnotherFile_AreRefused(string file, string fault)
    {
        using TemporaryFolder folder = new();
        folder.Write("README.md", "# Not a library, but long enough to be looked at from its beginning to its end.");

        CommandLineRun run = await CommandLineRun.Of("symbols", Path.Combine(folder.Path, file));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbols_OfAFileThatIsDamaged_AreReadOrRefused()
    {
        byte[] file = File.ReadAllBytes(TestService.FixturePath);
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = random.Next(4) == 0 ? file[..random.Next(file.Length)] : [.. file];
            for (int changes = random.Next(1, 4); changes > 0 && damaged.Length > 64; changes--)
            {
                // The header, and the headers of sections at the end, are what offsets stand in.
                int at = random.Next(2) == 0 ? random.Next(64) : damaged.Length - 1 - random.Next(Math.Min(2500, damaged.Length));
                damaged[at] = (byte)random.Next(256);
            }

            try
            {
                ElfFile.ExportsOf("damaged.so", damaged);
            }
            catch (ElfFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 2999);
    }
}
