using System.Text.Json.Nodes;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Declaring in code.</summary>
public sealed class BuilderTests
{
    [Fact]
    public void Code_AndConfiguration_GiveTheSameDefinition()
    {
        RuntimeDefinition read = SettingsText.Resolve(SettingsText.Library("""
            "Path": [ "a.so", "b.so" ], "Types": "typedef int number;", "Workers": 3, "Concurrency": 2,
            "Symbols": { "plus": { "Declaration": "number add(number a)", "Threads": "Shared", "Fails": "result < 0" } }
            """));
        RuntimeDefinition built = SettingsText.Resolve(ffi => ffi.AddLibrary("lib", lib => lib
            .Path("a.so", "b.so")
            .Types("typedef int number;")
            .Workers(3)
            .Concurrency(2)
            .Declare("number add(number a)", add => add.Alias("plus").Threads(ThreadMode.Shared).Fails("result < 0"))));

        Assert.Equal(read.Libraries[0].Paths.ToArray(), built.Libraries[0].Paths.ToArray());
        Assert.Equal(read.Libraries[0].Concurrency, built.Libraries[0].Concurrency);
        Assert.Equal(read.Only().Settings, built.Only().Settings);
        Assert.Equal(read.Only().Fails!.Text, built.Only().Fails!.Text);
        Assert.Equal((read.Only().Declaration.Name, read.Only().Declaration.NativeName), (built.Only().Declaration.Name, built.Only().Declaration.NativeName));
    }

    [Fact]
    public void Symbol_InTheDenoShape_IsDeclaredInCode()
    {
        SymbolDefinition symbol = SettingsText.Resolve(ffi => ffi.AddLibrary("lib", lib => lib
            .Path("a.so")
            .Symbol("version", version => version.Name("zlibVersion").Parameters("u32").Result("cstring")))).Only();

        Assert.Equal(("version", "zlibVersion"), (symbol.Declaration.Name, symbol.Declaration.NativeName));
        Assert.Equal(NativeTypeKind.CString, symbol.Declaration.Signature.Result.Kind);
    }

    [Fact]
    public void Symbol_AsAnObject_IsReadAsAConfigurationWouldBe()
    {
        JsonObject shape = new() { ["name"] = "sum_bytes", ["parameters"] = new JsonArray("buffer", "usize"), ["result"] = "u64", ["nonblocking"] = true, ["workers"] = 3 };

        SymbolDefinition symbol = SettingsText.Resolve(ffi => ffi.AddLibrary("lib", lib => lib.Path("a.so").Symbol("sum", shape, sum => sum.QueueLimit(5)))).Only();

        Assert.Equal(("sum", "sum_bytes", true), (symbol.Declaration.Name, symbol.Declaration.NativeName, symbol.Declaration.Nonblocking));
        Assert.Equal(2, symbol.Declaration.Signature.Parameters.Length);
        Assert.Equal((3, 5), (symbol.Settings.MaximumWorkers, symbol.Settings.QueueLimit));
    }

    [Fact]
    public void Symbol_AsAnObjectWithUnknownMembers_IsRefusedByPath()
    {
        JsonObject shape = new() { ["paramters"] = new JsonArray(), ["result"] = "u64" };

        OptionsException error = Assert.Throws<OptionsException>(() => SettingsText.Resolve(ffi => ffi.AddLibrary("lib", lib => lib.Path("a.so").Symbol("sum", shape))));

        Assert.Equal("ActorFfi:Libraries:lib:Symbols:sum:paramters", error.Path);
    }

    [Fact]
    public void Library_InCodeAndInConfiguration_IsRefused()
    {
        FfiRuntimeBuilder builder = new FfiRuntimeBuilder()
            .AddConfiguration(SettingsText.Symbols("[\"int f(int)\"]"))
            .AddLibrary("lib", lib => lib.Path("a.so").Declare("int f(int)"));

        OptionsException error = Assert.Throws<OptionsException>(builder.Build);
        Assert.Contains("the library is declared twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_OutOfRangeInCode_IsRefusedByPath()
    {
        OptionsException error = Assert.Throws<OptionsException>(() => SettingsText.Resolve(ffi => ffi
            .ShutdownTimeout(TimeSpan.Zero)
            .AddLibrary("lib", lib => lib.Path("a.so").Threads((ThreadMode)9).Declare("int f(int)", f => f.Alias("g").QueueLimit(0)))));

        Assert.Equal(
            ["ActorFfi:ShutdownTimeout", "ActorFfi:Libraries:lib:Threads", "ActorFfi:Libraries:lib:Symbols:g:QueueLimit"],
            error.Faults.Select(fault => fault.Path));
    }
}
