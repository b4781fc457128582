using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Each way in which settings can be wrong names the path, the value, and what is allowed.</summary>
public sealed class OptionsFaultTests
{
    private const string Lib = "ActorFfi:Libraries:lib";

    [Theory]
    [InlineData("\"Worker\": 4", "Worker", "the setting 'Worker' is unknown. Did you mean 'Workers'? Known are: ArenaSize, Concurrency,")]
    [InlineData("\"Workers\": \"many\"", "Workers", "'many' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": 0", "Workers", "'0' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": -1", "Workers", "'-1' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": 1.5", "Workers", "'1.5' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": 99999999999", "Workers", "'99999999999' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": [ 1 ]", "Workers", "the settings are no range. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": { \"Min\": 3, \"Max\": 2 }", "Workers", "'3 to 2' is not allowed. Give a whole number of at least 1, or an object with 'Min'")]
    [InlineData("\"Workers\": { \"Max\": 2, \"Mid\": 1 }", "Workers", "the settings are no range.")]
    [InlineData("\"QueueBytes\": -1", "QueueBytes", "'-1' is not allowed. Give a whole number of at least 0.")]
    [InlineData("\"Workers\": 2, \"GrowAfter\": \"00:00:00\"", "GrowAfter", "'00:00:00' is not allowed. Give a time from 00:00:00.0010000")]
    [InlineData("\"QueueLimit\": 0", "QueueLimit", "'0' is not allowed. Give a whole number of at least 1.")]
    [InlineData("\"Concurrency\": 0", "Concurrency", "'0' is not allowed. Give a whole number of at least 1.")]
    [InlineData("\"Threads\": \"Dedicatd\"", "Threads", "'Dedicatd' is not allowed. Give one of Dedicated, Shared, Pinned. Did you mean 'Dedicated'?")]
    [InlineData("\"Threads\": 1", "Threads", "'1' is not allowed. Give one of Dedicated, Shared, Pinned.")]
    [InlineData("\"Overflow\": \"Wait, Reject\"", "Overflow", "'Wait, Reject' is not allowed. Give one of Wait, Reject.")]
    [InlineData("\"OnFault\": \"\"", "OnFault", "'' is not allowed. Give one of Resume, RestartWorker, RestartLibrary, Stop, Escalate.")]
    [InlineData("\"Errno\": \"yes\"", "Errno", "'yes' is not allowed. Give true or false.")]
    [InlineData("\"IdleTimeout\": 30", "IdleTimeout", "'30' is not allowed. Give a time from 00:00:00.0010000 to 24.00:00:00, written hours:minutes:seconds.")]
    [InlineData("\"IdleTimeout\": \"00:00:00\"", "IdleTimeout", "'00:00:00' is not allowed. Give a time from 00:00:00.0010000 to 24.00:00:00, written hours:minutes:seconds.")]
    [InlineData("\"IdleTimeout\": \"-00:00:01\"", "IdleTimeout", "'-00:00:01' is not allowed. Give a time from 00:00:00.0010000 to 24.00:00:00, written hours:minutes:seconds.")]
    [InlineData("\"Isolation\": \"Thread\"", "Isolation", "'Thread' is not allowed. Give one of None, Process.")]
    [InlineData("\"Processes\": 0", "Processes", "'0' is not allowed. Give a whole number from 1 to 1024.")]
    [InlineData("\"Spares\": -1", "Spares", "'-1' is not allowed. Give a whole number from 0 to 1024.")]
    [InlineData("\"ArenaSize\": 4096", "ArenaSize", "'4096' is not allowed. Give a whole number of at least 1048576.")]
    [InlineData("\"PoisonAfter\": -1", "PoisonAfter", "'-1' is not allowed. Give a whole number of at least 0.")]
    [InlineData("\"Retry\": -1", "Retry", "'-1' is not allowed. Give a whole number of at least 0.")]
    [InlineData("\"MemoryLimit\": 1000", "MemoryLimit", "'1000' is not allowed. Give a whole number of at least 67108864.")]
    [InlineData("\"RecycleAfter\": \"00:00:00\"", "RecycleAfter", "'00:00:00' is not allowed.")]
    [InlineData("\"Key\": \"handle\"", "Key", "'handle' is no parameter of any function of the library, so that no calls are kept apart by it. Their parameters are: arg0.")]
    [InlineData("\"Types\": { \"a\": \"typedef int a;\" }", "Types:a", "settings stand where a text is expected. Give a text or an array of texts.")]
    public void Setting_OfALibrary_IsRefused(string setting, string path, string message)
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Library($"\"Path\": \"a.so\", {setting}, \"Symbols\": [\"int f(int)\"]"));

        Assert.Equal($"{Lib}:{path}", fault.Path);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Timeuot\": 1 }", "Timeuot", "the setting 'Timeuot' is unknown.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Workers\": 0 }", "Workers", "'0' is not allowed.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Concurrency\": -2 }", "Concurrency", "'-2' is not allowed.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Optional\": 1 }", "Optional", "'1' is not allowed. Give true or false.")]
    [InlineData("{ \"Declaration\": \"int f(int n)\", \"Key\": \"m\" }", "Key", "'m' is no parameter of the function. Its parameters are: n.")]
    [InlineData("{ \"Declaration\": \"int f(int n)\", \"Kept\": [\"m\"] }", "Kept", "'m' is no parameter of the function. Its parameters are: n.")]
    [InlineData("{ \"Declaration\": \"int f(int n)\", \"Releases\": \"n\" }", "Releases", "'n' is no pointer but 'int', and only memory can be kept.")]
    [InlineData("{ \"Declaration\": \"int f(void *p)\", \"Kept\": \"p\", \"Releases\": \"p\" }", "Releases", "'p' is in 'Kept' too")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Alias\": \"g\" }", "Alias", "the symbol has a name already: its key 'f'.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Name\": \"\" }", "Name", "'' is not allowed. Give a text that is not empty.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Fails\": \"value != 0\" }", "Fails", "'value != 0' is not a failure rule.")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Fails\": \"result == null\" }", "Fails", "'result == null' compares with null")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Frees\": \"free\" }", "Frees", "'free' releases a text after it was copied, but the result is 'int'.")]
    [InlineData("{ \"Declaration\": \"void *f(int)\", \"Frees\": \"free\" }", "Frees", "'free' releases a text after it was copied")]
    [InlineData("{ \"Parameters\": \"u32\", \"Result\": \"u32\" }", "Parameters", "'u32' is not allowed. Give an array of types.")]
    public void Setting_OfASymbol_IsRefused(string symbol, string path, string message)
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Symbols($"{{ \"f\": {symbol} }}"));

        Assert.Equal($"{Lib}:Symbols:f:{path}", fault.Path);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "nothing is declared")]
    [InlineData("{ \"Workers\": 2 }", "the symbol has no declaration")]
    [InlineData("{ \"Declaration\": \"int f(int)\", \"Result\": \"i32\" }", "the symbol is declared both by 'Declaration' and by 'Parameters' or 'Result'.")]
    public void Symbol_WithoutOneDeclaration_IsRefused(string symbol, string message)
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Symbols($"{{ \"f\": {symbol} }}"));

        Assert.Equal($"{Lib}:Symbols:f", fault.Path);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbol_InAnArrayWithoutAName_IsRefused()
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Symbols("""[ "int f(int)", { "Result": "i32" } ]"""));

        Assert.Equal($"{Lib}:Symbols:1", fault.Path);
    }

    [Theory]
    [InlineData("\"Symbols\": [\"int f(int)\"]", "Path", "the library has no path.")]
    [InlineData("\"Path\": [], \"Symbols\": [\"int f(int)\"]", "Path", "the library has no path.")]
    [InlineData("\"Path\": \" \", \"Symbols\": [\"int f(int)\"]", "Path", "the text is empty.")]
    [InlineData("\"Path\": \"a.so\"", "Symbols", "the library declares no symbol")]
    [InlineData("\"Path\": \"a.so\", \"Symbols\": {}", "Symbols", "the library declares no symbol")]
    [InlineData("\"Path\": \"a.so\", \"Symbols\": \"int f(int)\"", "Symbols", "'int f(int)' is a text.")]
    public void Library_WithoutWhatItNeeds_IsRefused(string members, string path, string message)
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Library(members));

        Assert.Equal($"{Lib}:{path}", fault.Path);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_ThatIsAText_IsRefusedWithoutConsequences()
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Section("""{ "ActorFfi": { "Libraries": { "zlib": "libz.so.1" } } }"""));

        Assert.Equal("ActorFfi:Libraries:zlib", fault.Path);
        Assert.StartsWith("'libz.so.1' is a text where an object with settings is expected.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_OfTheRuntime_IsRefused()
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Section("""{ "ActorFfi": { "ShutdownTimeout": "00:00:00" } }"""));

        Assert.Equal("ActorFfi:ShutdownTimeout", fault.Path);
    }

    [Fact]
    public void Section_OfAnotherName_IsNamedInTheFaults()
    {
        IConfiguration section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Native:ShutdownTimeout"] = "00:00:00",
            ["Native:Libraries:lib:Workers"] = "0",
        }).Build().GetSection("Native");

        Assert.Equal(["Native:ShutdownTimeout", "Native:Libraries:lib:Workers", "Native:Libraries:lib:Path", "Native:Libraries:lib:Symbols"], SettingsText.FaultsOf(section).Select(fault => fault.Path));
    }

    [Fact]
    public void Prototype_ThatCannotBeRead_IsADeclarationExceptionWithLibraryAndSymbol()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => SettingsText.Resolve(SettingsText.Symbols("""{ "crc": "unsigned lon crc32(int a)" }""")));

        Assert.Equal(("lib", "crc"), (error.Library, error.Symbol));
        Assert.True(error.Column > 0);
    }

    [Fact]
    public void Types_ThatCannotBeRead_AreADeclarationExceptionWithTheLibrary()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => SettingsText.Resolve(SettingsText.Library("\"Path\": \"a.so\", \"Types\": \"typedef int;\", \"Symbols\": [\"int f(int)\"]")));

        Assert.Equal("lib", error.Library);
    }

    [Fact]
    public void Faults_AreReportedAtOnce()
    {
        OptionsException error = Assert.Throws<OptionsException>(() => SettingsText.Resolve(SettingsText.Section("""
            { "ActorFfi": { "Librarys": {}, "Libraries": {
                "a": { "Workers": 0, "Symbols": { "f": "int f(", "g": { "Declaration": "int g(int)", "Fails": "no" } } },
                "b": { "Path": "b.so", "Threads": "None" } } } }
            """)));

        string[] expected = ["ActorFfi:Librarys", "ActorFfi:Libraries:b:Threads", "ActorFfi:Libraries:a:Workers", "ActorFfi:Libraries:a:Path", "ActorFfi:Libraries:a:Symbols:f:Declaration", "ActorFfi:Libraries:a:Symbols:g:Fails", "ActorFfi:Libraries:b:Symbols"];
        Assert.Equal(expected.Order(), error.Faults.Select(fault => fault.Path).Order());
        Assert.StartsWith("7 settings are wrong:", error.Message, StringComparison.Ordinal);
        Assert.All(error.Faults, fault => Assert.Contains(fault.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Symbols_DeclaredTwice_AreRefused()
    {
        OptionsFault fault = SettingsText.FaultOf(SettingsText.Symbols("""[ "int f(int)", "long f(int)" ]"""));

        Assert.Equal($"{Lib}:Symbols:1", fault.Path);
        Assert.Contains("'f' is declared twice", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Symbols_InAMapWhoseNamesDifferOnlyInCase_AreExplained()
    {
        IConfiguration merged = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ActorFfi:Libraries:lib:Path"] = "a.so",
            ["ActorFfi:Libraries:lib:Symbols:free"] = "void free(void *memory)",
            ["ActorFfi:Libraries:lib:Symbols:FREE:Declaration"] = "void FREE(void *memory)",
        }).Build().GetSection(ActorFfiOptions.SectionName);

        OptionsFault fault = SettingsText.FaultOf(merged);

        Assert.Equal("ActorFfi:Libraries:lib:Symbols:free", fault.Path, ignoreCase: true);
        Assert.Contains("Names that differ only in case are one in a configuration: give the symbols as an array", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("free()")]
    [InlineData("a\0b")]
    public void Name_ThatCallersCannotUse_IsRefused(string name)
    {
        OptionsException ofLibrary = Assert.Throws<OptionsException>(() => SettingsText.Resolve(ffi => ffi.AddLibrary(name, lib => lib.Path("a.so").Declare("int f(int)"))));
        OptionsException ofSymbol = Assert.Throws<OptionsException>(() => SettingsText.Resolve(ffi => ffi.AddLibrary("lib", lib => lib.Path("a.so").Declare("int f(int)", f => f.Alias(name)))));

        Assert.StartsWith("ActorFfi:Libraries:", ofLibrary.Path, StringComparison.Ordinal);
        Assert.StartsWith($"{Lib}:Symbols:", ofSymbol.Path, StringComparison.Ordinal);
    }
}
