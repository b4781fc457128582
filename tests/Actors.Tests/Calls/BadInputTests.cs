using System.Text.Json.Nodes;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Everything that callers can get wrong with types, pointers and callbacks: one typed error each, which says what to do, and leaves nothing behind.</summary>
public sealed class BadInputTests
{
    private const string Types = "typedef struct { double x, y; } point; typedef struct { int32_t a, b; } other;";

    // What is wrong, what is raised, and what its message names.
    private static readonly Dictionary<string, (Type Error, string Named, Action<FfiRuntime, OwnedBuffer> Do)> _mistakes = new(StringComparer.Ordinal)
    {
        ["a struct without fields where not allowed"] = (typeof(DeclarationException), "expected an array of at least one type", static (_, _) =>
            DenoShape.Parse("f", (JsonObject)JsonNode.Parse("""{ "parameters": [{ "struct": [] }] }""")!)),
        ["a struct that contains itself"] = (typeof(DeclarationException), "A struct cannot contain itself; declare a pointer to it.", static (_, _) =>
            TypeScope.Parse("struct node { struct node next; };")),
        ["a struct of unknown members by value"] = (typeof(DeclarationException), "Define its members in the library's types, or declare a pointer to it.", static (_, _) =>
            CPrototype.Parse("void f(struct nothing s);")),
        ["an unknown type name"] = (typeof(DeclarationException), "Did you mean 'uint32_t'?", static (_, _) =>
            CPrototype.Parse("void f(uint33_t a);")),
        ["an unknown type name among the types"] = (typeof(DeclarationException), "expected a type but found 'pointer_t'", static (_, _) =>
            TypeScope.Parse("struct s { pointer_t a; };")),
        ["a view past its extent"] = (typeof(ArgumentOutOfRangeException), "extent", static (ffi, buffer) =>
            Pointer(ffi, buffer).View(8).ReadInt64(1)),
        ["a view past its extent, written"] = (typeof(ArgumentOutOfRangeException), "extent", static (ffi, buffer) =>
            Pointer(ffi, buffer).View(8).WriteByte(-1, 0)),
        ["null through a view"] = (typeof(NullForeignPointerException), "Look at 'IsNull' first.", static (ffi, _) =>
            ffi["fixture"]["echo_pointer"].Invoke(NativeArgument.Null).ToPointer().View()),
        ["the wrong struct for a parameter"] = (typeof(ArgumentException), "a NativeStruct of type 'point'", static (ffi, _) =>
            ffi["fixture"]["add_points"].Invoke(new NativeStruct(TypeScope.Parse(Types).TypeOf("point")), new NativeStruct(TypeScope.Parse(Types).TypeOf("other")))),
        ["the wrong struct behind a pointer"] = (typeof(ArgumentException), "'p'", static (ffi, _) =>
            ffi["fixture"]["move_point"].Invoke(new NativeStruct(TypeScope.Parse(Types).TypeOf("other")), 1.0)),
        ["a callback of another signature"] = (typeof(ArgumentException), "'callback'", static (ffi, _) =>
        {
            using StoredCallback callback = StoredCallback.Create("int64_t (*)(int64_t)", (long value) => value);
            ffi["fixture"]["call_back"].Invoke(callback, 1);
        }
        ),
        ["a handler of other types than its signature"] = (typeof(ArgumentException), "int32_t", static (_, _) =>
            StoredCallback.Create("int32_t (*)(int32_t)", (long value) => value)),
        ["a callback's result out of range"] = (typeof(ArgumentException), "256", static (ffi, _) =>
            ffi["fixture"]["call_back_narrow"].Invoke(NativeArgument.Callback(new CallbackHandler(_ => 256)), 1)),
        ["a freed callback"] = (typeof(ObjectDisposedException), "Create a new one.", static (ffi, _) =>
        {
            StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value);
            callback.Dispose();
            callback.Dispose();
            ffi["fixture"]["call_back"].Invoke(callback, 1);
        }
        ),
        ["a stale pointer"] = (typeof(StaleHandleException), "Get a new one from the library.", static (ffi, buffer) =>
        {
            ForeignPointer pointer = Pointer(ffi, buffer);
            ffi["fixture"].RestartAsync().Within().GetAwaiter().GetResult();
            ffi["fixture"]["echo_pointer"].Invoke(pointer);
        }
        ),
        ["a stale pointer, viewed"] = (typeof(StaleHandleException), "Get a new one from the library.", static (ffi, buffer) =>
        {
            ForeignPointerView view = Pointer(ffi, buffer).View(8);
            ffi["fixture"].RestartAsync().Within().GetAwaiter().GetResult();
            view.ReadByte();
        }
        ),
        ["a buffer disposed twice, and used"] = (typeof(ObjectDisposedException), "disposed", static (ffi, _) =>
        {
            OwnedBuffer gone = ffi["fixture"].Allocate(8);
            gone.Dispose();
            gone.Dispose();
            ffi["fixture"]["echo_pointer"].Invoke(gone);
        }
        ),
        ["a call disposed twice, and posted"] = (typeof(InvalidOperationException), "Construct a new NativeCall", static (ffi, buffer) =>
        {
            NativeCall call = new(ffi["fixture"]["echo_pointer"], buffer);
            call.Dispose();
            call.Dispose();
            ffi["fixture"]["echo_pointer"].Post(call, System.Threading.Channels.Channel.CreateBounded<NativeReply>(1).Writer);
        }
        ),
        ["a const variable, written"] = (typeof(InvalidOperationException), "'limit' is declared const", static (ffi, _) =>
            ffi["fixture"]["limit"].Variable.Write(8)),
        ["a variable, called"] = (typeof(NotSupportedException), "'limit'", static (ffi, _) =>
            ffi["fixture"]["limit"].Invoke()),
    };

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Mistake_IsATypedErrorThatSaysWhatToDo_AndLeavesNothing(string mistake)
    {
        (Type type, string named, Action<FfiRuntime, OwnedBuffer> act) = _mistakes[mistake];
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(library => library
            .Types(Types)
            .Declare("void *echo_pointer(void *v);")
            .Declare("point add_points(point a, point b);")
            .Declare("void move_point(point *p, double by);")
            .Declare("extern const int32_t limit;")
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);")
            .Declare("int32_t call_back(uint8_t (*callback)(int32_t), int32_t value);", symbol => symbol.Alias("call_back_narrow")));
        LibraryRef library = ffi["fixture"];
        OwnedBuffer buffer = library.Allocate(8);

        Exception? error = await Task.Run(() => Record.Exception(() => act(ffi, buffer)));

        Assert.NotNull(error);
        Assert.IsType(type, error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Matches("[.?)']$", error.Message);
        Assert.Equal(BufferState.Owned, buffer.State);
        buffer.Dispose();
        Assert.Equal((0L, 0L), (library.LiveBuffers, library.LiveBytes));
        Assert.Equal(3, library["add_i32"].Invoke(1, 2).ToInt32());
    }

    private static ForeignPointer Pointer(FfiRuntime ffi, OwnedBuffer buffer) => ffi["fixture"]["echo_pointer"].Invoke(buffer).ToPointer();
}
