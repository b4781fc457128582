using System.Globalization;
using ActorFfi.Native.Tests.Calls;
using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Callbacks;

public sealed class CallbackArgumentTests
{
    public static TheoryData<string, string, Delegate, NativeArgument[]> Kinds => new()
    {
        { "int8_t", "i8", (sbyte v) => v, [sbyte.MinValue, sbyte.MaxValue, (sbyte)-1] },
        { "uint8_t", "u8", (byte v) => v, [byte.MinValue, byte.MaxValue] },
        { "int16_t", "i16", (short v) => v, [short.MinValue, short.MaxValue] },
        { "uint16_t", "u16", (ushort v) => v, [ushort.MinValue, ushort.MaxValue] },
        { "int32_t", "i32", (int v) => v, [int.MinValue, int.MaxValue] },
        { "uint32_t", "u32", (uint v) => v, [uint.MinValue, uint.MaxValue] },
        { "int64_t", "i64", (long v) => v, [long.MinValue, long.MaxValue] },
        { "uint64_t", "u64", (ulong v) => v, [ulong.MinValue, ulong.MaxValue] },
        { "float", "f32", (float v) => v, [float.MinValue, -0.0f, float.NaN, float.Epsilon] },
        { "double", "f64", (double v) => v, [double.MinValue, -0.0, double.NaN, double.Epsilon] },
        { "bool", "bool", (bool v) => v, [true, false] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Callback_OfEachKind_GetsAndGivesExactValues(string type, string suffix, Delegate typed, NativeArgument[] samples)
    {
        NativeFunction function = FixtureCalls.Function($"{type} call_back_{suffix}({type} (*callback)({type}), {type} v)");
        NativeFunction echo = FixtureCalls.Function($"{type} echo_{suffix}({type} v)");
        foreach (NativeArgument sample in samples)
        {
            NativeValue seen = default;
            NativeValue expected = echo.Call(sample);
            NativeValue throughValues = function.Call(
                NativeArgument.Callback(arguments =>
                {
                    seen = arguments[0];
                    return Same(arguments[0]);
                }),
                sample);

            Assert.Equal(expected, seen);
            Assert.Equal(expected, throughValues);
            Assert.Equal(expected, function.Call(NativeArgument.Callback(typed), sample));
        }
    }

    [Theory]
    [InlineData(0x123456789ABCDE80, "true -128 128 -8576 56960 -1698898304 2596068992 true -128 56960")]
    [InlineData(unchecked((long)0xFFFFFFFFFFFFFF00), "false 0 0 -256 65280 -256 4294967040 false 0 65280")]
    [InlineData(0x7FFFFFFF00010001, "true 1 1 1 1 65537 65537 true 1 1")]
    public void Callback_WithDirtyUpperBytes_ReadsOnlyItsOwn(long bits, string expected)
    {
        const string Signature = "int64_t (*callback)(bool a, int8_t b, uint8_t c, int16_t d, uint16_t e, int32_t f, uint32_t g, bool h, int8_t i, uint16_t j)";
        string library = CCompiler.Compile("dirty", "long call_dirty(long (*callback)(long, long, long, long, long, long, long, long, long, long), long v) { return callback(v, v, v, v, v, v, v, v, v, v); }");
        SymbolDeclaration declaration = CPrototype.Parse($"int64_t call_dirty({Signature}, int64_t v)");
        NativeFunction function = new(new CallPlan("fixture", declaration), LoadedLibrary.Open("dirty", [library], [declaration]).AddressOf("call_dirty"), FixtureCalls.Generation);
        List<string> seen = [];
        long See(params object[] values)
        {
            seen.Add(string.Join(' ', values.Select(value => value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture))));
            return values.Length;
        }

        Assert.Equal(10, function.Call(NativeArgument.Callback((bool a, sbyte b, byte c, short d, ushort e, int f, uint g, bool h, sbyte i, ushort j) => See(a, b, c, d, e, f, g, h, i, j)), bits).ToInt64());
        Assert.Equal(10, function.Call(NativeArgument.Callback(values => See([.. values.ToArray().Select(value => (object)value.ToString())])), bits).ToInt64());

        Assert.Equal([expected, expected], seen);
    }

    [Fact]
    public void Callback_WithIntegersAndFloatsOnTheStack_GetsEachInItsPlace()
    {
        const string Signature = "double (*callback)(int8_t, float, uint16_t, double, int64_t, float, uint8_t, double, int32_t, int64_t, double, float, float, double, double, float, double, int8_t)";
        NativeFunction function = FixtureCalls.Function($"double call_back_mixed({Signature})");
        string? seen = null;

        double result = function.Call(NativeArgument.Callback(arguments =>
        {
            List<string> texts = [];
            foreach (NativeValue argument in arguments)
            {
                texts.Add(argument.ToString());
            }

            seen = string.Join(' ', texts);
            return 0.25;
        })).ToDouble();

        Assert.Equal("-1 2.5 3 4.5 -5 6.5 7 8.5 -9 10 11.5 12.5 13.5 14.5 15.5 16.5 17.5 -18", seen);
        Assert.Equal(0.25, result);
    }

    [Fact]
    public void Callback_WithSixtyArguments_GetsAll()
    {
        string types = string.Join(", ", Enumerable.Repeat("int64_t", 60));
        NativeFunction function = FixtureCalls.Function($"int64_t call_back_sixty(int64_t (*callback)({types}))");

        long result = function.Call(NativeArgument.Callback(arguments =>
        {
            long weighted = 0;
            for (int i = 0; i < arguments.Length; i++)
            {
                weighted += arguments[i].ToInt64() * (i + 1);
            }

            return weighted;
        })).ToInt64();

        Assert.Equal(Enumerable.Range(0, 60).Sum(i => i * 1000003L * (i + 1)), result);
    }

    [Fact]
    public void Callback_WithAPointer_GetsAndGivesOneOfTheCallingLibrary()
    {
        NativeFunction function = FixtureCalls.Function("void *call_back_pointer(void *(*callback)(void *), void *v)");
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([5, 6]);
        byte seen = 0;

        ForeignPointer back = function.Call(
            NativeArgument.Callback((ForeignPointer pointer) =>
            {
                seen = pointer.View(2).ReadByte(1);
                return pointer;
            }),
            buffer).ToPointer();

        Assert.Equal(6, seen);
        Assert.Equal(new ForeignPointer(buffer.Address, FixtureCalls.Generation), back);
        Assert.True(function.Call(NativeArgument.Callback(arguments => NativeArgument.Null), buffer).IsNull);
        Assert.True(function.Call(NativeArgument.Callback(arguments => arguments[0].ToPointer()), NativeArgument.Null).IsNull);
    }

    [Fact]
    public void Callback_WithText_GetsACopy()
    {
        NativeFunction function = FixtureCalls.Function("size_t call_back_text(size_t (*callback)(const char *), const char *v)");

        Assert.Equal(6ul, function.Call(NativeArgument.Callback((string? text) => (ulong)text!.Length), "größer").ToUInt64());
        Assert.Equal(1ul, function.Call(NativeArgument.Callback(arguments => arguments[0].ToText() is null ? 1 : 0), NativeArgument.Null).ToUInt64());
    }

    [Fact]
    public void Callback_WithAFunction_CanCallIt()
    {
        NativeFunction function = FixtureCalls.Function("int32_t call_back_function(int32_t (*callback)(int32_t (*)(int32_t, int32_t)))");

        Assert.Equal(42, function.Call(NativeArgument.Callback(arguments => arguments[0].ToFunction()!.Invoke(40, 2).ToInt32())).ToInt32());
    }

    private static NativeArgument Same(NativeValue value) => value.Kind switch
    {
        NativeTypeKind.Bool => value.ToBoolean(),
        NativeTypeKind.F32 => value.ToSingle(),
        NativeTypeKind.F64 => value.ToDouble(),
        NativeTypeKind.U64 => value.ToUInt64(),
        _ => long.Parse(value.ToString(), CultureInfo.InvariantCulture),
    };
}
