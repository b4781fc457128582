namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestPointerTests
{
    [Fact]
    public async Task Views_read_and_write_the_guest_s_memory()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void *operations_of(void)", "char *duplicate(const char *text)", "size_t length_of(const char *text)"]);
        ForeignPointer operations = guest.Invoke(0, "operations_of").Value.ToPointer();
        ForeignPointerView view = operations.View(32);
        Assert.Equal(7, view.ReadInt32());
        Assert.Equal("operations", view.ReadPointer(24).View().ReadCString());
        view.WriteInt32(0, 8);
        Assert.Equal(8, operations.View().ReadInt32());
        ForeignPointer text = guest.Invoke(1, "duplicate", "hello").Value.ToPointer();
        Assert.Equal(5UL, guest.Invoke(2, "length_of", text).Value.ToUInt64());
        text.View(6).WriteByte(4, 0);
        Assert.Equal("hell", text.View(6).ReadCString());
        Assert.Throws<ArgumentOutOfRangeException>(() => text.View(6).ReadInt64());
    }

    [Fact]
    public async Task A_pointer_into_nothing_is_an_error_and_no_crash()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void *echo_pointer(uint64_t v)"]);
        ForeignPointer wild = guest.Invoke(0, "echo_pointer", 0x12345678UL).Value.ToPointer();
        Assert.Throws<ForeignMemoryException>(() => wild.View().ReadInt32());
        Assert.Throws<ForeignMemoryException>(() => wild.View().WriteInt32(0, 1));
        Assert.False(guest.Process.HasEnded);
    }

    [Fact]
    public async Task Functions_of_a_guest_are_called_there()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t (*choose(int32_t which))(int32_t, int32_t)", "int32_t apply(int32_t (*function)(int32_t, int32_t), int32_t a, int32_t b)"]);
        ForeignFunction subtract = guest.Invoke(0, "choose", 2).Value.ToFunction()!;
        Assert.Equal(5, guest.Invoke(1, "apply", subtract, 7, 2).Value.ToInt32());
        GuestFunction function = guest.Process.FunctionOf(subtract.Function);
        for (int i = 0; i < 3; i++)
        {
            CallArguments arguments = new();
            arguments.Bind(function.Plan, [10, i], holder: null);
            Assert.Equal(10 - i, guest.Process.Lanes[i].Invoke(function, arguments).Value.ToInt32());
        }

        Assert.Throws<InvalidOperationException>(() => subtract.Invoke(1, 2));
    }

    [Fact]
    public async Task Variables_are_read_and_written_where_they_are()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t count(void)", "extern int32_t counter"]);
        NativeVariable counter = guest.Process.Variable("counter")!;
        Assert.Equal(41, counter.Read().ToInt32());
        counter.Write(10);
        Assert.Equal(11, guest.Invoke(0, "count").Value.ToInt32());
        Assert.Equal(11, counter.Read().ToInt32());
    }

    [Fact]
    public async Task Handles_of_a_guest_go_nowhere_else_and_end_with_it()
    {
        await using TestGuest one = await TestGuest.StartAsync(["void *operations_of(void)", "uint64_t address_of(const void *data)"]);
        await using TestGuest other = await TestGuest.StartAsync(["void *operations_of(void)"]);
        ForeignPointer pointer = one.Invoke(0, "operations_of").Value.ToPointer();
        ForeignPointer foreign = other.Invoke(0, "operations_of").Value.ToPointer();
        CallPlan here = new("fixture", CPrototype.Parse("uint64_t address_of(const void *data)"));
        Assert.Throws<ArgumentException>(() => new CallArguments().Bind(here, [pointer], holder: null));
        CallPlan isolated = new("fixture", CPrototype.Parse("int f(const void *a, const void *b)")) { IsIsolated = true };
        CallArguments bound = new();
        Assert.Throws<ArgumentException>(() => bound.Bind(isolated, [pointer, foreign], holder: null));
        bound.Bind(isolated, [pointer, pointer], holder: null);
        Assert.Equal(one.Process, bound.Guest);
        bound.Release();
        await one.Process.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Throws<StaleHandleException>(() => bound.Bind(isolated, [pointer, pointer], holder: null));
        Assert.Throws<StaleHandleException>(() => pointer.View().ReadInt32());
    }

    [Fact]
    public async Task Variadic_functions_are_called_with_each_list_of_types()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int snprintf(char text[size], size_t size, const char *format, ...)"], start => start with { Candidates = ["libc.so.6"] });
        using OwnedBuffer text = guest.Allocate(64);
        Assert.Equal(7, (await guest.Submit(0, "snprintf", text, 64, "%d %s", 17, "four")).Value.ToInt32());
        Assert.Equal(6, (await guest.Submit(0, "snprintf", text, 64, "%s", "eleven")).Value.ToInt32());
        Assert.Equal(4, (await guest.Submit(1, "snprintf", text, 64, "%.2f", 2.5)).Value.ToInt32());
        Assert.Equal("2.50", text.Read(bytes => System.Text.Encoding.ASCII.GetString(bytes[..4])));
    }
}
