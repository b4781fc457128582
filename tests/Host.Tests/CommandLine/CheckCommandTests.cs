using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class CheckCommandTests
{
    private static readonly string _fixture = JsonSerializer.Serialize(TestService.FixturePath);

    [Fact]
    public async Task Check_OfASoundConfiguration_PrintsTheSymbolsAndAnswersZero()
    {
        CommandLineRun run = await CheckAsync($$"""
            "b": { "Path": {{_fixture}}, "Symbols": [ "int32_t add_i32(int32_t a, int32_t b)", { "Declaration": "int f(void)", "Alias": "none", "Name": "no_such_function", "Optional": true } ] },
            "a": { "Path": {{_fixture}}, "Symbols": { "sum": "uint64_t sum_bytes(const uint8_t data[length], size_t length)" } }
            """);

        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(["LIBRARY", "SYMBOL", "SIGNATURE", "STATE"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^a +sum +uint64_t sum\(const uint8_t data\[length\], size_t length\) +Ready$", lines[1]);
        Assert.Matches(@"^b +add_i32 +int32_t add_i32\(int32_t a, int32_t b\) +Ready$", lines[2]);
        Assert.Matches("^b +none +Absent$", lines[3]);
        Assert.Single(lines.Skip(1).Take(2).Select(line => line.LastIndexOf("Ready", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public async Task Check_OfLibrariesThatFail_SaysWhichAndWhyAndAnswersOne()
    {
        CommandLineRun run = await CheckAsync($$"""
            "absent": { "Path": "libactorffi_is_absent.so", "Symbols": [ "int f(void)" ] },
            "lacking": { "Path": {{_fixture}}, "Symbols": [ "int no_such_function(void)", "int32_t add_i32(int32_t a, int32_t b)" ] },
            "other": { "Path": {{_fixture}}, "Sha256": "{{new string('0', 64)}}", "Symbols": [ "int32_t add_i32(int32_t a, int32_t b)" ] },
            "sound": { "Path": {{_fixture}}, "Symbols": [ "int32_t add_i32(int32_t a, int32_t b)" ] }
            """);

        Assert.Equal(1, run.Code);
        Assert.Matches(@"(?m)^absent +f +.* Failed$", run.Output);
        Assert.Matches(@"(?m)^lacking +add_i32 +.* Failed$", run.Output);
        Assert.Matches(@"(?m)^lacking +no_such_function +.* Missing$", run.Output);
        Assert.Matches(@"(?m)^sound +add_i32 +.* Ready$", run.Output);
        string[] faults = run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, faults.Length);
        Assert.StartsWith("ActorFfi:Libraries:absent: ", faults[0], StringComparison.Ordinal);
        Assert.Contains("libactorffi_is_absent.so", faults[0], StringComparison.Ordinal);
        Assert.Contains("'no_such_function'", faults[1], StringComparison.Ordinal);
        Assert.Contains("SHA-256", faults[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AsJson_HasLibrariesAndFaults()
    {
        CommandLineRun run = await CheckAsync(
            $$""" "absent": { "Path": "libactorffi_is_absent.so", "Symbols": [ "int f(void)" ] }, "sound": { "Path": {{_fixture}}, "Symbols": [ "int32_t add_i32(int32_t a, int32_t b)" ] } """,
            "--json");

        Assert.Equal((1, ""), (run.Code, run.Error));
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement sound = report.GetProperty("libraries")[1];
        Assert.Equal(("sound", "Ready"), (sound.GetProperty("name").GetString(), sound.GetProperty("state").GetString()));
        Assert.Equal("int32_t add_i32(int32_t a, int32_t b)", sound.GetProperty("symbols")[0].GetProperty("signature").GetString());
        JsonElement fault = Assert.Single(report.GetProperty("faults").EnumerateArray());
        Assert.Equal("ActorFfi:Libraries:absent", fault.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("{ \"ActorFfi\": { \"Libraries\": { \"m\": { \"Paths\": \"x\", \"Workers\": 0 } } } }", 4)]
    [InlineData("{ \"ActorFfi\": { \"Libraries\": { \"m\": { \"Path\": \"x\", \"Symbols\": [ \"int f(\" ] } } } }", 1)]
    [InlineData("{ \"Host\": { \"Port\": 1 } }", 1)]
    [InlineData("{ \"ActorFfi\": ", 1)]
    public async Task Check_OfWrongSettings_ListsThemAndAnswersOne(string settings, int faults)
    {
        using TemporaryFolder folder = new();

        CommandLineRun run = await CommandLineRun.Of("check", "--config", folder.Write("a.json", settings));

        Assert.Equal(1, run.Code);
        Assert.Equal(faults, run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>A configuration for each kind of fault, and what the check says of it.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { Library("\"NoSuchSetting\": 1", "int32_t add_i32(int32_t a, int32_t b)"), "NoSuchSetting" },
        { Library("\"Overflow\": \"Drop\"", "int32_t add_i32(int32_t a, int32_t b)"), "Overflow" },
        { Library("\"QueueLimit\": 0", "int32_t add_i32(int32_t a, int32_t b)"), "QueueLimit" },
        { Library("\"Sha256\": \"abc\"", "int32_t add_i32(int32_t a, int32_t b)"), "Sha256" },
        { Library($"\"Sha256\": \"{new string('0', 64)}\"", "int32_t add_i32(int32_t a, int32_t b)"), "SHA-256" },
        { """ "x": { "Path": "libactorffi_is_absent.so", "Symbols": [ "int f(void)" ] } """, "libactorffi_is_absent.so" },
        { Library("\"Workers\": 1", "int32_t no_such_function(void)"), "'no_such_function'" },
        { Library("\"Workers\": 1", "int32_t add_i32(int32_t a,, int32_t b)"), "add_i32" },
        { Library("\"Workers\": 1", "widget add_i32(int32_t a)"), "widget" },
        { Library("\"OnStart\": [ \"add_i32(1)\" ]", "int32_t add_i32(int32_t a, int32_t b)"), "add_i32" },
        { Library("\"OnStart\": [ \"unknown()\" ]", "int32_t add_i32(int32_t a, int32_t b)"), "unknown" },
        { $$""" "x": { "Path": {{_fixture}}, "OnStart": [ "add" ], "Symbols": { "add": { "Declaration": "int32_t life_starts(void)", "Fails": "result >= 0" } } } """, "OnStart" },
        { $$""" "x": { "Path": {{_fixture}}, "Isolation": "Process", "OnStart": [ "die" ], "Symbols": { "die": "int32_t crash_abort(void)" } } """, "SIGABRT" },
        { Library("\"DependsOn\": [ \"nobody\" ]", "int32_t add_i32(int32_t a, int32_t b)"), "'nobody'" },
        { Library("\"DependsOn\": [ \"x\" ]", "int32_t add_i32(int32_t a, int32_t b)"), "depends on itself" },
        { $$""" "x": { "Path": {{_fixture}}, "DependsOn": [ "y" ], "Symbols": [ "int32_t life_starts(void)" ] }, "y": { "Path": {{_fixture}}, "DependsOn": [ "x" ], "Symbols": [ "int32_t life_starts(void)" ] } """, "depends on itself" },
        { $$""" "x": { "Path": {{_fixture}}, "DependsOn": [ "y" ], "Symbols": [ "int32_t life_starts(void)" ] }, "y": { "Path": "libactorffi_is_absent.so", "Symbols": [ "int f(void)" ] } """, "'y'" },
        { $$""" "x": { "Path": {{_fixture}}, "Symbols": { "add": { "Declaration": "int32_t life_starts(void)", "Fails": "result !! 0" } } } """, "Fails" },
        { """ "x": { "Symbols": [ "int f(void)" ] } """, "Path" },
        { $$""" "x": { "Path": {{_fixture}} } """, "Symbols" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Check_OfEachKindOfFault_NamesItAndAnswersOne(string libraries, string named)
    {
        CommandLineRun run = await CheckAsync(libraries);

        Assert.Equal(1, run.Code);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "--config", "there-is-none.json")]
    [InlineData("check", "surplus")]
    public async Task Check_ThatIsWronglyUsed_AnswersTwo(params string[] words) => Assert.Equal(2, (await CommandLineRun.Of(words)).Code);

    private static string Library(string setting, string symbol) => $$""" "x": { "Path": {{_fixture}}, {{setting}}, "Symbols": [ "{{symbol}}" ] } """;

    private static async Task<CommandLineRun> CheckAsync(string libraries, params string[] options)
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ "ActorFfi": { "Libraries": { {{libraries}} } } }""");
        return await CommandLineRun.Of(["check", "--config", config, .. options]);
    }
}
