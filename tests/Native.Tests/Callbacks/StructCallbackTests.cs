using ActorFfi.Native.Tests.Calls;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Callbacks;

public sealed class StructCallbackTests
{
    private const string Types = """
        struct cb_pair { int32_t a, b; };
        struct cb_mixed { double d; int64_t i; };
        struct cb_floats { float x, y, z; };
        struct cb_large { int64_t values[5]; };
        struct cb_long { int64_t low, high; };
        struct cb_table { int32_t version; int32_t (*operation)(int32_t); };
        """;

    private static readonly TypeScope _scope = TypeScope.Parse(Types);

    [Fact]
    public void Struct_InIntegerRegisters_ComesAndGoes() =>
        Check("struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v)", "cb_pair", [("a", -5), ("b", 7)], [("a", 7), ("b", -5)]);

    [Fact]
    public void Struct_InRegistersOfBothKinds_ComesAndGoes() =>
        Check("struct cb_mixed call_back_mixed_struct(struct cb_mixed (*callback)(struct cb_mixed), struct cb_mixed v)", "cb_mixed", [("d", 2.5), ("i", 1L << 40)], [("d", -1.5), ("i", 9)]);

    [Fact]
    public void Struct_InVectorRegisters_ComesAndGoes() =>
        Check("struct cb_floats call_back_floats(struct cb_floats (*callback)(struct cb_floats), struct cb_floats v)", "cb_floats", [("x", 1.5f), ("y", 2.5f), ("z", 3.5f)], [("x", 9.5f), ("y", 8.5f), ("z", 7.5f)]);

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public void Struct_InMemory_ComesAndGoes(CallbackPlace place)
    {
        NativeFunction function = Function("struct cb_large call_back_large(struct cb_large (*callback)(struct cb_large, int32_t), struct cb_large v, int32_t w)");
        NativeStruct given = Struct("cb_large", [("values[0]", 1L), ("values[4]", 5L)]);
        NativeSignature signature = function.Plan.Declaration.Signature.Parameters[0].Type.Signature!;
        CallbackHandler handler = arguments =>
        {
            NativeStruct result = Struct("cb_large", []);
            result.Set("values[0]", arguments[0].ToStruct().Get("values[4]").ToInt64() + arguments[1].ToInt32());
            result.Set("values[4]", arguments[0].ToStruct().Get("values[0]").ToInt64());
            return result;
        };
        using StoredCallback callback = StoredCallback.Create(signature, handler, new CallbackOptions { ThreadSafe = true, Place = place });

        NativeStruct back = function.Call(callback, given, 30).ToStruct();

        Assert.Equal((35, 0, 1), (back["values[0]"].ToInt64(), back["values[1]"].ToInt64(), back["values[4]"].ToInt64()));
    }

    [Fact]
    public void Struct_ThatNoRegisterIsLeftFor_IsFoundOnTheStack()
    {
        NativeFunction function = Function("int64_t call_back_past_registers(int64_t (*callback)(int64_t, int64_t, int64_t, int64_t, int64_t, struct cb_long, int64_t, int64_t, struct cb_long))");
        string? seen = null;

        function.Call(NativeArgument.Callback(arguments =>
        {
            NativeStruct first = arguments[5].ToStruct();
            NativeStruct second = arguments[8].ToStruct();
            seen = $"{arguments[4]} {first["low"]} {first["high"]} {arguments[6]} {arguments[7]} {second["low"]} {second["high"]}";
            return 0;
        }));

        Assert.Equal("5 6 7 8 9 10 11", seen);
    }

    [Fact]
    public void Struct_OfAFailedCallback_IsTheFallbackOrZero()
    {
        NativeFunction function = Function("struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v)");
        NativeSignature signature = function.Plan.Declaration.Signature.Parameters[0].Type.Signature!;
        CallbackHandler handler = _ => 0;
        using StoredCallback zero = StoredCallback.Create(signature, handler);

        ArgumentException error = Assert.Throws<ArgumentException>(() => function.Call(zero, Struct("cb_pair", [])));
        Assert.Contains("NativeStruct of type 'struct cb_pair'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StoredCallback.Create(signature, handler, new CallbackOptions { Fallback = Struct("cb_mixed", []) }));
        using StoredCallback fallback = StoredCallback.Create(signature, handler, new CallbackOptions { Fallback = Struct("cb_pair", [("a", 3), ("b", 4)]) });
        Assert.Throws<ArgumentException>(() => function.Call(fallback, Struct("cb_pair", [])));
    }

    [Fact]
    public void Callback_SetInAStruct_IsCalledThroughItAndChecked()
    {
        NativeFunction function = Function("int32_t call_table(const struct cb_table *table, int32_t value)");
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value * 10);
        using StoredCallback other = StoredCallback.Create("int64_t (*)(int32_t)", (int value) => 1L);
        NativeStruct table = Struct("cb_table", [("version", 2), ("operation", callback)]);

        Assert.Equal(52, function.Call(table, 5).ToInt32());
        Assert.Throws<ArgumentException>(() => table.Set("operation", other));
        Assert.Equal(70, table["operation"].ToFunction()!.Invoke(7).ToInt32());
    }

    private static void Check(string prototype, string type, (string Name, NativeArgument Value)[] given, (string Name, NativeArgument Value)[] expected)
    {
        NativeFunction function = Function(prototype);
        byte[]? seen = null;

        NativeStruct back = function.Call(
            NativeArgument.Callback(arguments =>
            {
                seen = arguments[0].ToStruct().ToArray();
                return Struct(type, expected);
            }),
            Struct(type, given)).ToStruct();

        Assert.Equal(Struct(type, given).ToArray(), seen);
        Assert.Equal(Struct(type, expected).ToArray(), back.ToArray());
    }

    private static NativeStruct Struct(string type, (string Name, NativeArgument Value)[] members)
    {
        NativeStruct value = new(_scope.TypeOf($"struct {type}"));
        foreach ((string name, NativeArgument member) in members)
        {
            value.Set(name, member);
        }

        return value;
    }

    private static NativeFunction Function(string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype, _scope);
        nint address = LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [declaration]).AddressOf(declaration.Name);
        return new NativeFunction(new CallPlan("fixture", declaration), address, FixtureCalls.Generation);
    }
}
