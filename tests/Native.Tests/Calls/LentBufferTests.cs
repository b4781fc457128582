using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

/// <summary>Buffers that native code keeps after the call; the calls run without native code, which these rules do not need.</summary>
public sealed class LentBufferTests
{
    private static readonly CallPlan _keep = Plan("int32_t keep(uint8_t *data, const uint8_t *other)", kept: 0b01);
    private static readonly CallPlan _keepText = Plan("int32_t keep_text(const char *text)", kept: 0b1);
    private static readonly CallPlan _use = Plan("int32_t use(uint8_t *data)");
    private static readonly CallPlan _release = Plan("int32_t release(uint8_t *data)", releases: 0b1);

    private readonly LibraryGeneration _generation = new("lender", 1);

    public static TheoryData<bool> BothDoors => [true, false];

    [Theory]
    [MemberData(nameof(BothDoors))]
    public void KeptBuffer_OfASuccess_IsLentAndTheOthersComeBack(bool isNonblocking)
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2], "stream");
        using OwnedBuffer other = OwnedBuffer.CopyOf([3]);
        CallArguments call = new();
        call.Bind(_keep, [buffer, other], isNonblocking ? new NamedCall() : null);
        Assert.Equal(BufferState.InFlight, buffer.State);

        Succeed(call);

        Assert.Equal((BufferState.Lent, BufferState.Owned, 1), (buffer.State, other.State, _generation.Loans.Count));
        BufferDetachedException refusal = Assert.Throws<BufferDetachedException>(() => buffer.Read<byte>());
        Assert.Equal(("lender", "keep", BufferState.Lent), (refusal.Library, refusal.Symbol, refusal.State));
        Assert.Throws<BufferDetachedException>(buffer.Move);
        buffer.Reclaim();
        Assert.Equal(1, buffer.Read<byte>());
        Assert.Equal(0, _generation.Loans.Count);
    }

    [Theory]
    [MemberData(nameof(BothDoors))]
    public void KeptBuffer_OfAFailure_ComesBack(bool isNonblocking)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        CallArguments call = new();
        call.Bind(_keep, [buffer, NativeArgument.Null], isNonblocking ? new NamedCall() : null);

        call.Release();

        Assert.Equal((BufferState.Owned, 0), (buffer.State, _generation.Loans.Count));
    }

    [Fact]
    public void KeptParameter_OfMemoryThatMoves_IsRefused()
    {
        ArgumentException array = Assert.Throws<ArgumentException>(() => new CallArguments().Bind(_keep, [new byte[4], NativeArgument.Null], holder: null));
        ArgumentException text = Assert.Throws<ArgumentException>(() => new CallArguments().Bind(_keepText, ["text"], holder: null));

        Assert.Equal(("data", "text"), (array.ParamName, text.ParamName));
        Assert.Contains("kept by native code", array.Message, StringComparison.Ordinal);
        Assert.Contains("kept by native code", text.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LentBuffer_InCallsOfItsLibrary_IsPassedAndStaysLent()
    {
        using OwnedBuffer buffer = Lent();
        CallArguments call = new();
        call.Bind(_use, [buffer], holder: null);

        Assert.Throws<BufferDetachedException>(buffer.Reclaim);
        Succeed(call);

        Assert.Equal((BufferState.Lent, 1), (buffer.State, _generation.Loans.Count));
        buffer.Reclaim();
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void LentBuffer_InACallOfAnotherLibrary_IsRefused()
    {
        using OwnedBuffer buffer = Lent();
        CallPlan foreign = new("stranger", CPrototype.Parse("int32_t use(uint8_t *data)"));

        Assert.Throws<BufferDetachedException>(() => new CallArguments().Bind(foreign, [buffer], holder: null));
        Assert.Throws<BufferDetachedException>(() => new CallArguments().Bind(foreign, [buffer], new NamedCall()));
        buffer.Reclaim();
    }

    [Fact]
    public void LentBuffer_KeptAgain_HasOneLoan()
    {
        using OwnedBuffer buffer = Lent();

        Run(_keep, buffer, NativeArgument.Null);

        Assert.Equal((BufferState.Lent, 1), (buffer.State, _generation.Loans.Count));
        Run(_release, buffer);
        Assert.Equal((BufferState.Owned, 0), (buffer.State, _generation.Loans.Count));
    }

    [Fact]
    public void Release_ByTheAddressOfTheKeptPart_GivesTheBufferBack()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);
        Run(_keep, buffer[3..], NativeArgument.Null);

        Run(_release, new ForeignPointer(buffer.Address, _generation));
        Assert.Equal(BufferState.Lent, buffer.State);
        Run(_release, new ForeignPointer(buffer.Address + 3, _generation));

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Release_ThatFailed_LeavesTheBufferLent()
    {
        using OwnedBuffer buffer = Lent();
        CallArguments call = new();
        call.Bind(_release, [buffer], new NamedCall());

        call.Release();

        Assert.Equal(BufferState.Lent, buffer.State);
        buffer.Reclaim();
    }

    [Fact]
    public void Release_WhileAnotherCallPassesTheBuffer_WaitsForThatCall()
    {
        using OwnedBuffer buffer = Lent();
        CallArguments other = new();
        other.Bind(_use, [buffer], new NamedCall());

        Run(_release, buffer);
        Assert.Equal(BufferState.Lent, buffer.State);
        other.Release();

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Generation_AtItsEnd_GivesEveryLoanBackAndTakesNoMore()
    {
        using OwnedBuffer first = Lent();
        using OwnedBuffer second = Lent();

        _generation.Loans.Close();
        Assert.Equal((BufferState.Owned, BufferState.Owned, 0), (first.State, second.State, _generation.Loans.Count));
        Run(_keep, first, NativeArgument.Null);

        Assert.Equal(BufferState.Owned, first.State);
    }

    [Fact]
    public void Dispose_OfALentBuffer_FreesItAtTheEndOfTheLoan()
    {
        BufferAccount account = new("lent");
        OwnedBuffer buffer = OwnedBuffer.Allocate(account, 16);
        Run(_keep, buffer, NativeArgument.Null);

        buffer.Dispose();
        Assert.Equal((BufferState.Disposed, 1), (buffer.State, account.LiveBuffers));
        Assert.Throws<ObjectDisposedException>(buffer.Reclaim);
        Run(_release, new ForeignPointer(buffer.Address, _generation));

        Assert.Equal(0, account.LiveBuffers);
    }

    [Fact]
    public void AbandonedCall_ThatSucceedsLate_FreesItsKeptBufferAtTheEndOfTheLoan()
    {
        BufferAccount account = new("lent");
        OwnedBuffer buffer = OwnedBuffer.Allocate(account, 16);
        CallArguments call = new();
        call.Bind(_keep, [buffer, NativeArgument.Null], new NamedCall());
        call.Abandon();

        Succeed(call);
        Assert.Equal(1, account.LiveBuffers);
        _generation.Loans.Close();

        Assert.Equal(0, account.LiveBuffers);
    }

    [Fact]
    public void Reclaim_OfABufferThatIsNotLent_DoesNothingOrSaysWhoHasIt()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(1);
        buffer.Reclaim();
        Assert.Equal(BufferState.Owned, buffer.State);

        buffer.Detach(new NamedCall("other", "busy"));
        BufferDetachedException refusal = Assert.Throws<BufferDetachedException>(buffer.Reclaim);
        Assert.Equal("busy", refusal.Symbol);
        buffer.Attach();
    }

    [Fact]
    public void Reclaim_RacingWithACallThatPassesTheBuffer_NeverTakesItFromThatCall()
    {
        for (int round = 0; round < 2000; round++)
        {
            using OwnedBuffer buffer = Lent();
            BufferState seen = BufferState.Owned;
            Parallel.Invoke(
                () =>
                {
                    CallArguments call = new();
                    call.Bind(_use, [buffer], new NamedCall());
                    seen = buffer.State;
                    call.Release();
                },
                () => Record.Exception(buffer.Reclaim));

            Assert.True(seen is BufferState.Lent or BufferState.InFlight, $"A call had a buffer that was {seen}.");
            buffer.Reclaim();
            Assert.Equal((BufferState.Owned, 0), (buffer.State, _generation.Loans.Count));
        }
    }

    private static CallPlan Plan(string prototype, ulong kept = 0, ulong releases = 0) =>
        new("lender", CPrototype.Parse(prototype)) { Kept = kept, Releases = releases };

    private OwnedBuffer Lent()
    {
        OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        Run(_keep, buffer, NativeArgument.Null);
        Assert.Equal(BufferState.Lent, buffer.State);
        return buffer;
    }

    private void Run(CallPlan plan, params ReadOnlySpan<NativeArgument> arguments)
    {
        CallArguments call = new();
        call.Bind(plan, arguments, new NamedCall());
        Succeed(call);
    }

    private void Succeed(CallArguments call)
    {
        call.Succeed(_generation);
        call.Release();
    }
}
