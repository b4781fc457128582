using System.Reflection;
using ActorFfi.Native.Tests.Calls;

namespace ActorFfi.Native.Tests.Pointers;

public sealed class ForeignFunctionTests
{
    private const string Operation = "int32_t (*)(int32_t, int32_t)";

    private static readonly NativeFunction _choose = FixtureCalls.Function("int32_t (*choose(int32_t which))(int32_t, int32_t)");
    private static readonly NativeFunction _apply = FixtureCalls.Function("int32_t apply(int32_t (*function)(int32_t, int32_t), int32_t a, int32_t b)");
    private static readonly NativeFunction _operations = FixtureCalls.Function("void *operations_of(void)");

    [Fact]
    public void Function_ReturnedByACall_CanBeCalledAndPassedBack()
    {
        ForeignFunction add = _choose.Call(1).ToFunction()!;
        ForeignFunction subtract = _choose.Call(2).ToFunction()!;

        Assert.Equal(42, add.Invoke(40, 2).ToInt32());
        Assert.Equal(38, subtract.Invoke(40, 2).ToInt32());
        Assert.Equal(42, _apply.Call(add, 40, 2).ToInt32());
        Assert.Equal(38, _apply.Call(subtract, 40, 2).ToInt32());
    }

    [Fact]
    public void Function_ThatIsNull_IsNull()
    {
        NativeValue value = _choose.Call(0);

        Assert.Equal(NativeTypeKind.Function, value.Kind);
        Assert.True(value.IsNull);
        Assert.Null(value.ToFunction());
        Assert.Equal("null", value.ToString());
    }

    [Fact]
    public void Functions_AtOnePlaceOfOneGeneration_AreEqual()
    {
        ForeignFunction add = _choose.Call(1).ToFunction()!;

        Assert.True(add == _choose.Call(1).ToFunction());
        Assert.True(add != _choose.Call(2).ToFunction());
        Assert.Equal(_choose.Call(1), _choose.Call(1));
        Assert.Equal(add.GetHashCode(), _choose.Call(1).ToFunction()!.GetHashCode());
        Assert.Equal("ForeignFunction(fixture)", add.ToString());
        Assert.Equal("ForeignFunction(fixture)", _choose.Call(1).ToString());
    }

    [Fact]
    public void Function_InPublic_HasNoConstructorAndNoNumber()
    {
        Assert.Empty(typeof(ForeignFunction).GetConstructors());
        Assert.Equal(["Library", "Signature"], typeof(ForeignFunction).GetProperties().Select(property => property.Name).Order());
        Assert.Empty(typeof(ForeignFunction).GetFields(BindingFlags.Public | BindingFlags.Instance));
    }

    [Fact]
    public void Function_InAStruct_IsReadThroughAView()
    {
        ForeignPointerView view = _operations.Call().ToPointer().View(32);

        Assert.Equal(7, view.ReadInt32());
        Assert.Equal(5, view.ReadFunction(Operation, 8)!.Invoke(2, 3).ToInt32());
        Assert.Equal(-1, view.ReadFunction(Operation, 16)!.Invoke(2, 3).ToInt32());
        Assert.Equal("operations", view.ReadPointer(24).View().ReadCString());
        Assert.Throws<DeclarationException>(() => view.ReadFunction("int32_t", 8));
    }

    [Fact]
    public void Function_OfAnotherSignature_IsRefused()
    {
        ForeignFunction add = _choose.Call(1).ToFunction()!;
        NativeFunction other = FixtureCalls.Function("int32_t call_back(int32_t (*callback)(int32_t), int32_t value)");

        other.Refused("callback", add, 1);
        Assert.Throws<ArgumentException>(() => add.Invoke(1));
        Assert.Throws<ArgumentException>(() => add.Invoke(1L << 40, 2));
    }

    [Fact]
    public void Function_OfAnEndedGeneration_IsStale()
    {
        LibraryGeneration generation = new("zlib", 4);
        NativeFunction add = FixtureCalls.Function("int32_t add_i32(int32_t a, int32_t b)");
        ForeignFunction function = new(add, 64);
        ForeignFunction stale = new(new NativeFunction(add.Plan, 64, generation), 64);
        generation.End();

        Assert.Equal(4, Assert.Throws<StaleHandleException>(() => stale.Invoke(1, 2)).Generation);
        Assert.Throws<StaleHandleException>(() => _apply.Call(stale, 1, 2));
        Assert.NotEqual(function, stale);
    }

    [Fact]
    public void Callback_WrittenIntoMemory_RunsAndCanBeReadBack()
    {
        using OwnedBuffer table = OwnedBuffer.Allocate(16);
        using StoredCallback callback = StoredCallback.Create("int32_t (*multiply)(int32_t, int32_t)", (int a, int b) => a * b);
        table.WriteCallback(3, callback);

        ForeignFunction function = new ForeignPointer(table.Address, FixtureCalls.Generation).View(16).ReadFunction(Operation, 3)!;
        Assert.Equal(42, function.Invoke(6, 7).ToInt32());
        Assert.Equal(42, _apply.Call(function, 6, 7).ToInt32());
        table.WriteCallback(3, null);
        Assert.True(new ForeignPointer(table.Address, FixtureCalls.Generation).View(16).ReadPointer(3).IsNull);
        callback.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.WriteCallback(3, callback));
    }
}
