namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestLoanTests
{
    private static readonly string[] Prototypes =
    [
        "int32_t keep_pointer(const uint8_t *data, int32_t result)",
        "int32_t release_pointer(const uint8_t *data, int32_t result)",
        "const uint8_t *kept_pointer(void)",
        "int64_t kept_sum(size_t length)",
        "uint64_t sum_bytes(const uint8_t data[length], size_t length)",
    ];

    [Fact]
    public async Task A_kept_buffer_is_lent_until_the_pointer_that_native_code_has_is_released()
    {
        await using TestGuest guest = await TestGuest.StartAsync(Prototypes);
        using OwnedBuffer buffer = guest.Allocate(10);
        buffer.Write(bytes => bytes.Fill(2));
        await guest.Submit(0, "keep_pointer", buffer, 0);
        Assert.Equal(BufferState.Lent, buffer.State);
        Assert.Equal(20, guest.Invoke(1, "kept_sum", 10).Value.ToInt64());
        Assert.Equal(20UL, (await guest.Submit(1, "sum_bytes", buffer, 10)).Value.ToUInt64());
        ForeignPointer kept = guest.Invoke(1, "kept_pointer").Value.ToPointer();
        Assert.Equal(BufferState.Lent, buffer.State);
        await guest.Submit(1, "release_pointer", kept, 0);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public async Task What_a_guest_kept_is_torn_when_it_dies()
    {
        await using TestGuest guest = await TestGuest.StartAsync(Prototypes);
        using OwnedBuffer buffer = guest.Allocate(10);
        await guest.Submit(0, "keep_pointer", buffer, 0);
        CallArguments bound = new();
        bound.Bind(guest.PlanOf("sum_bytes"), [buffer, 10], holder: null);
        Assert.Equal(guest.Process, bound.Guest);
        bound.Release();
        guest.Process.Kill("the test wants it");
        await guest.Process.Ended;
        Assert.Equal(BufferState.Torn, buffer.State);
        buffer.Recover();
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public async Task Memory_that_a_guest_has_not_cannot_be_kept_there()
    {
        await using TestGuest guest = await TestGuest.StartAsync(Prototypes);
        using OwnedBuffer elsewhere = OwnedBuffer.Allocate(10);
        Assert.Throws<ArgumentException>(() => new CallArguments().Bind(guest.PlanOf("keep_pointer"), [elsewhere, 0], holder: guest.PlanOf("keep_pointer")));
        Assert.Equal(BufferState.Owned, elsewhere.State);
    }

    [Fact]
    public async Task Arrays_of_strings_cross_with_their_strings()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["size_t length_of_texts(const char *const *texts, const char *and)"]);
        Assert.Equal(1 + 3 + 5000 + 2UL, (await guest.Submit(0, "length_of_texts", new string?[] { "a", "bcd", new string('e', 5000) }, "fg")).Value.ToUInt64());
        Assert.Equal(2UL, guest.Invoke(0, "length_of_texts", Array.Empty<string>(), "fg").Value.ToUInt64());
    }
}
