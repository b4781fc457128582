namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>What a configuration may say, and what becomes of it.</summary>
public sealed class OptionsReaderTests
{
    private const string Add = "\"int add(int a, int b)\"";

    [Fact]
    public void Section_Missing_DeclaresNothing()
    {
        Assert.Empty(SettingsText.Resolve(SettingsText.Section("{}")).Libraries);
    }

    [Fact]
    public void Path_AsTextOrArray_KeepsItsOrder()
    {
        Assert.Equal(["a.so"], SettingsText.Resolve(SettingsText.Library($"\"Path\": \"a.so\", \"Symbols\": [{Add}]")).Libraries[0].Paths.ToArray());
        Assert.Equal(["b.so", "a.so"], SettingsText.Resolve(SettingsText.Library($"\"Path\": [\"b.so\", \"a.so\"], \"Symbols\": [{Add}]")).Libraries[0].Paths.ToArray());
    }

    [Fact]
    public void Types_AsTextOrArray_AreOneScope()
    {
        string array = "\"Path\": \"a.so\", \"Types\": [ \"typedef int first;\", \"typedef first second;\" ], \"Symbols\": [\"second f(first x)\"]";

        Assert.Equal(NativeTypeKind.I32, SettingsText.Resolve(SettingsText.Library(array)).Only().Declaration.Signature.Result.Kind);
    }

    [Fact]
    public void Symbol_InAMap_HasTheKeyForCallersAndThePrototypesNameForTheLibrary()
    {
        SymbolDefinition symbol = SettingsText.Resolve(SettingsText.Symbols("""{ "compress": { "Declaration": "int compress2(int level)" } }""")).Only();

        Assert.Equal(("compress", "compress2"), (symbol.Declaration.Name, symbol.Declaration.NativeName));
    }

    [Fact]
    public void Symbol_InAMapWithName_HasThatNameForTheLibrary()
    {
        SymbolDefinition symbol = SettingsText.Resolve(SettingsText.Symbols("""{ "add": { "Declaration": "int plus(int a)", "Name": "plus_v2" } }""")).Only();

        Assert.Equal(("add", "plus_v2"), (symbol.Declaration.Name, symbol.Declaration.NativeName));
    }

    [Fact]
    public void Symbol_InAnArray_HasItsOwnNameOrItsAlias()
    {
        RuntimeDefinition definition = SettingsText.Resolve(SettingsText.Symbols("""[ "int add(int a)", { "Declaration": "int ADD(int a)" }, { "Alias": "more", "Declaration": "int add(int a)" } ]"""));

        Assert.Equal(["add", "ADD", "more"], definition.Libraries[0].Symbols.Select(symbol => symbol.Declaration.Name));
        Assert.Equal(["add", "ADD", "add"], definition.Libraries[0].Symbols.Select(symbol => symbol.Declaration.NativeName));
    }

    [Fact]
    public void Symbol_InTheDenoShape_IsReadWithItsArraysAndNumbers()
    {
        SymbolDefinition symbol = SettingsText.Resolve(SettingsText.Symbols("""
            { "sum": { "Name": "sum_bytes", "Parameters": [ { "buffer": { "length": 16, "const": true } }, "usize" ], "Result": "u64", "Nonblocking": true, "Optional": true, "Errno": true } }
            """)).Only();

        Assert.Equal(("sum", "sum_bytes"), (symbol.Declaration.Name, symbol.Declaration.NativeName));
        Assert.Equal([NativeTypeKind.Pointer, NativeTypeKind.U64], symbol.Declaration.Signature.Parameters.Select(parameter => parameter.Type.Kind));
        Assert.Equal(16, symbol.Declaration.Signature.Parameters[0].Extent!.Count.Constant);
        Assert.True(symbol.Declaration.Signature.Parameters[0].Type.IsConst);
        Assert.True(symbol.Declaration is { Nonblocking: true, IsOptional: true, CapturesErrno: true });
    }

    [Fact]
    public void Symbol_InTheDenoShapeWithoutParameters_HasNone()
    {
        SymbolDefinition symbol = SettingsText.Resolve(SettingsText.Symbols("""{ "pid": { "Name": "getpid", "Parameters": [], "Result": "i32" } }""")).Only();

        Assert.Empty(symbol.Declaration.Signature.Parameters);
    }

    [Fact]
    public void Symbol_WithoutSettings_HasThoseOfItsLibraryAndThenTheDefaults()
    {
        SymbolSettings settings = SettingsText.Resolve(SettingsText.Library($"\"Path\": \"a.so\", \"Workers\": 7, \"threads\": \"shared\", \"Symbols\": [{Add}]")).Only().Settings;

        Assert.Equal((7, ThreadMode.Shared, ServingOptions.Defaults.QueueLimit!.Value), (settings.MaximumWorkers, settings.Threads, settings.QueueLimit));
    }

    [Fact]
    public void Symbol_WithSettings_HasItsOwn()
    {
        string members = """
            "Path": "a.so", "Workers": 7, "Errno": true, "Concurrency": 3, "IdleTimeout": "00:01:00",
            "Symbols": { "f": { "Declaration": "int f(int)", "Workers": 2, "Errno": false, "IdleTimeout": "00:00:00.5", "Unchecked": true, "Nonblocking": false } }
            """;
        RuntimeDefinition definition = SettingsText.Resolve(SettingsText.Library(members));
        SymbolDefinition symbol = definition.Only();

        Assert.Equal((2, TimeSpan.FromMilliseconds(500)), (symbol.Settings.MaximumWorkers, symbol.Settings.IdleTimeout));
        Assert.False(symbol.Declaration.CapturesErrno);
        Assert.True(symbol.IsUnchecked);
        Assert.False(symbol.Declaration.Nonblocking);
        Assert.Equal(3, definition.Libraries[0].Concurrency);
        Assert.Null(symbol.Concurrency);
    }

    [Fact]
    public void Setting_ThatIsNull_IsUnsaid()
    {
        RuntimeDefinition definition = SettingsText.Resolve(SettingsText.Library($"\"Path\": \"a.so\", \"Workers\": null, \"Concurrency\": null, \"Symbols\": [{Add}]"));

        Assert.Equal(1, definition.Only().Settings.MaximumWorkers);
        Assert.Null(definition.Libraries[0].Concurrency);
    }

    [Fact]
    public void Rule_ThatLooksAtErrno_TurnsItsCaptureOn()
    {
        SymbolDefinition symbol = SettingsText.Resolve(SettingsText.Symbols("""{ "f": { "Declaration": "int f(int)", "Fails": "result == -1 && errno != 0" } }""")).Only();

        Assert.True(symbol.Declaration.CapturesErrno);
    }
}
