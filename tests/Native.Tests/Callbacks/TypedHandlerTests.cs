using ActorFfi.Native.Tests.Calls;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Callbacks;

public sealed class TypedHandlerTests
{
    private static readonly TypeScope _scope = TypeScope.Parse("struct cb_pair { int32_t a, b; }; struct cb_large { int64_t values[5]; };");

    [Fact]
    public void Struct_OfATypedHandler_ComesAndGoes()
    {
        NativeFunction pair = Function("struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v)");
        NativeFunction large = Function("struct cb_large call_back_large(struct cb_large (*callback)(struct cb_large, int32_t), struct cb_large v, int32_t w)");
        NativeStruct given = Struct("struct cb_pair", ("a", 3), ("b", 4));
        NativeStruct givenLarge = Struct("struct cb_large", ("values[4]", 5L));

        NativeStruct swapped = pair.Call(NativeArgument.Callback((NativeStruct v) => Struct("struct cb_pair", ("a", v["b"].ToInt32()), ("b", v["a"].ToInt32()))), given).ToStruct();
        NativeStruct added = large.Call(
            NativeArgument.Callback((NativeStruct v, int w) => Struct("struct cb_large", ("values[1]", v["values[4]"].ToInt64() + w))), givenLarge, 30).ToStruct();

        Assert.Equal((4, 3), (swapped["a"].ToInt32(), swapped["b"].ToInt32()));
        Assert.Equal((35, 0), (added["values[1]"].ToInt64(), added["values[4]"].ToInt64()));
    }

    [Fact]
    public void Struct_OfAnotherTypeOrNull_FailsTheCall()
    {
        NativeFunction pair = Function("struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v)");
        NativeStruct given = Struct("struct cb_pair");

        foreach (NativeStruct? wrong in (NativeStruct?[])[Struct("struct cb_large"), null])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => pair.Call(NativeArgument.Callback((NativeStruct v) => wrong!), given));
            Assert.Contains("a NativeStruct of type 'struct cb_pair'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Function_OfATypedHandler_ComesAndGoes()
    {
        NativeFunction function = Function("int32_t call_back_function(int32_t (*callback)(int32_t (*)(int32_t, int32_t)))");

        Assert.Equal(42, function.Call(NativeArgument.Callback((ForeignFunction add) => add.Invoke(40, 2).ToInt32())).ToInt32());
    }

    [Fact]
    public void LongDouble_OfACallback_ComesAndGoes()
    {
        NativeFunction function = Function("long double call_back_long_double(long double (*callback)(long double), long double v)");

        Assert.Equal(0.75, function.Call(NativeArgument.Callback((double v) => v * 3), 0.25).ToDouble());
        Assert.Equal(-1e300, function.Call(NativeArgument.Callback(arguments => -arguments[0].ToDouble()), 1e300).ToDouble());
        using StoredCallback failing = StoredCallback.Create("long double (*)(long double)", double (double v) => throw new InvalidOperationException("no"), new CallbackOptions { Fallback = 2.5 });
        NativeFunction swallowing = Function("double long_double_of_failed(long double (*callback)(long double), double *result)");
        byte[] result = new byte[sizeof(double)];
        Assert.Throws<InvalidOperationException>(() => swallowing.Call(failing, result));
        Assert.Equal(2.5, BitConverter.ToDouble(result));
    }

    private static NativeStruct Struct(string type, params ReadOnlySpan<(string Name, NativeArgument Value)> members)
    {
        NativeStruct value = new(_scope.TypeOf(type));
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
