using System.Text.Json.Nodes;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Variables of a running library, wherever it runs. In process the fixture's are shared by all tests, so that each has its own.</summary>
public abstract class VariableContract(IsolationMode isolation) : PlacementContract(isolation)
{
    private const string Types = "typedef struct { double x, y; } point;";

    private Task<FfiRuntime> StartVariablesAsync(Action<LibraryBuilder>? configure = null) => StartAsync(library =>
    {
        library
            .Types(Types)
            .Declare("extern int32_t tally;")
            .Declare("int32_t tally_up(void);")
            .Declare("extern const int32_t limit;")
            .Declare("extern point corner;")
            .Symbol("highest", symbol => symbol.Name("limit").Type("i32").Const())
            .Symbol("there", new JsonObject { ["type"] = "u16", ["name"] = "no_such_variable", ["optional"] = true });
        configure?.Invoke(library);
    });

    [Fact]
    public async Task Variable_OfALibrary_IsReadAndWritten()
    {
        await using FfiRuntime ffi = await StartVariablesAsync();
        NativeVariable tally = ffi["fixture"]["tally"].Variable;
        tally.Write(7);

        Assert.Equal(8, ffi["fixture"]["tally_up"].Invoke().ToInt32());
        Assert.Equal(8, tally.Read().ToInt32());
        Assert.Equal(8, tally.View().ReadInt32());
        tally.View().WriteInt32(0, 20);
        Assert.Equal(21, ffi["fixture"]["tally_up"].Invoke().ToInt32());
        Assert.Equal(NativeTypeKind.I32, ffi["fixture"]["tally"].Declaration.Variable!.Kind);
    }

    [Theory]
    [InlineData("limit")]
    [InlineData("highest")]
    public async Task Variable_ThatIsConst_RefusesWritesByEveryDoor(string name)
    {
        await using FfiRuntime ffi = await StartVariablesAsync();
        NativeVariable limit = ffi["fixture"][name].Variable;

        Assert.Equal(7, limit.Read().ToInt32());
        Assert.Throws<InvalidOperationException>(() => limit.Write(8));
        Assert.Throws<InvalidOperationException>(() => limit.View().WriteInt32(0, 8));
    }

    [Fact]
    public async Task View_OfAVariable_EndsWithIt()
    {
        await using FfiRuntime ffi = await StartVariablesAsync();
        ForeignPointerView corner = ffi["fixture"]["corner"].Variable.View();

        Assert.Equal(16, corner.Extent);
        Assert.Equal(4.5, corner.ReadDouble(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => corner.ReadDouble(9));
    }

    [Fact]
    public async Task Variable_ThatAnOptionalDeclarationNames_IsNullWhereTheLibraryLacksIt()
    {
        await using FfiRuntime ffi = await StartVariablesAsync();

        Assert.Null(ffi["fixture"]["there"]);
    }

    [Fact]
    public async Task Variable_Called_AndFunction_Read_AreRefused()
    {
        await using FfiRuntime ffi = await StartVariablesAsync();
        SymbolRef tally = ffi["fixture"]["tally"];

        Assert.Contains("is a variable", Assert.Throws<NotSupportedException>(() => tally.Invoke()).Message, StringComparison.Ordinal);
        Assert.Contains("is a variable", (await Assert.ThrowsAsync<NotSupportedException>(async () => await tally.CallAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("is a function", Assert.Throws<NotSupportedException>(() => ffi["fixture"]["tally_up"].Variable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_AfterARestart_IsStaleAndThereAnew()
    {
        await using FfiRuntime ffi = await StartVariablesAsync();
        NativeVariable before = ffi["fixture"]["corner"].Variable;
        await ffi["fixture"].RestartAsync();

        Assert.Throws<StaleHandleException>(() => before.Read("x"));
        Assert.Throws<StaleHandleException>(() => before.View().ReadDouble());
        Assert.Equal(3.5, ffi["fixture"]["corner"].Variable.Read("x").ToDouble());
    }

    [Fact]
    public async Task Variable_OfAStoppedLibrary_IsUnavailable()
    {
        FfiRuntime ffi = await StartVariablesAsync();
        SymbolRef corner = ffi["fixture"]["corner"];
        await ffi.DisposeAsync();

        Assert.Throws<LibraryUnavailableException>(() => corner.Variable);
    }

    [Fact]
    public async Task Library_OfVariablesAlone_IsServed()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddLibrary("only", library => library
            .Path(FixtureLibrary.File)
            .Isolation(IsIsolated ? IsolationMode.Process : IsolationMode.None)
            .Declare("extern const int32_t limit;")));

        Assert.Equal(7, ffi["only"]["limit"].Variable.Read().ToInt32());
        using StoredCallback callback = ffi["only"].CreateCallback("void (*)(void)", () => { });
        Assert.False(callback.IsDisposed);
    }

    [Fact]
    public async Task Variable_OfAStruct_IsReadByItsPathsAndWrittenAsAWhole()
    {
        await using FfiRuntime ffi = await StartVariablesAsync(library => library.Declare("extern point origin;"));
        NativeVariable origin = ffi["fixture"]["origin"].Variable;
        NativeStruct before = origin.Read().ToStruct();
        origin.Write(9.25, "y");

        Assert.Equal((2.5, 9.25), (before["y"].ToDouble(), origin.Read("y").ToDouble()));
        origin.Write(before);
        Assert.Equal(2.5, origin.Read("y").ToDouble());
        Assert.Throws<ArgumentException>(() => origin.Write(1, "z"));
        Assert.Throws<ArgumentException>(() => origin.Write(1));
    }

    [Fact]
    public async Task Variable_OfPointers_LeadsToTextsAndFunctions()
    {
        await using FfiRuntime ffi = await StartVariablesAsync(library => library
            .Declare("extern const char *const greetings[2];")
            .Declare("extern const char motto[];")
            .Declare("extern int32_t (*const chosen)(int32_t, int32_t);"));
        LibraryRef library = ffi["fixture"];

        Assert.Equal("servus", library["greetings"].Variable.Read("[1]").ToPointer().View().ReadCString());
        Assert.Equal("festina lente", library["motto"].Variable.View().ReadCString(64));
        Assert.Equal(7, library["chosen"].Variable.Read().ToFunction()!.Invoke(3, 4).ToInt32());
        Assert.Throws<InvalidOperationException>(() => library["chosen"].Variable.Write(NativeArgument.Null));
        Assert.Throws<InvalidOperationException>(() => library["motto"].Variable.View().WriteByte(0, 1));
    }
}
