namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferStateTests
{
    /// <summary>What each operation throws in each state that a caller can bring about; '-' is nothing.</summary>
    private const string Expected = """
                    Read     Write    Borrow   BorrowMutable ReadAt   WriteAt  ToArray  CopyTo   CopyFrom Detach   NativeRead NativeWrite Move     Transfer Dispose
        Owned       -        -        -        -             -        -        -        -        -        -        -          -           -        -        -
        Reading     -        Borrowed -        Borrowed      -        Borrowed -        -        Borrowed Borrowed -          Borrowed    Borrowed Borrowed Borrowed
        Writing     Borrowed Borrowed Borrowed Borrowed      Borrowed Borrowed Borrowed Borrowed Borrowed Borrowed Borrowed   Borrowed    Borrowed Borrowed Borrowed
        InFlight    Detached Detached Detached Detached      Detached Detached Detached Detached Detached Detached Detached   Detached    Detached Detached -
        Doomed      Disposed Disposed Disposed Disposed      Disposed Disposed Disposed Disposed Disposed Disposed Disposed   Disposed    Disposed Disposed -
        Moved       Moved    Moved    Moved    Moved         Moved    Moved    Moved    Moved    Moved    Moved    Moved      Moved       Moved    Moved    -
        Transferred Moved    Moved    Moved    Moved         Moved    Moved    Moved    Moved    Moved    Moved    Moved      Moved       Moved    Moved    -
        Disposed    Disposed Disposed Disposed Disposed      Disposed Disposed Disposed Disposed Disposed Disposed Disposed   Disposed    Disposed Disposed -
        """;

    public static TheoryData<string, string, string> Cells()
    {
        string[][] rows = [.. Expected.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        TheoryData<string, string, string> cells = [];
        foreach (string[] row in rows.Skip(1))
        {
            for (int column = 1; column < row.Length; column++)
            {
                cells.Add(row[0], rows[0][column - 1], row[column]);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Operation_InAState_IsAllowedOrThrows(string state, string operation, string expected)
    {
        BufferAccount account = new("imaging");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(account, 8, "frame");
        using IDisposable? other = BringInto(buffer, state);
        BufferState before = buffer.State;
        long live = account.LiveBuffers;

        Exception? thrown = Record.Exception(() => Run(buffer, operation));

        Assert.Equal(ExceptionOf(expected), thrown?.GetType());
        if (thrown is not null)
        {
            Assert.Equal((before, live), (buffer.State, account.LiveBuffers));
            Assert.Contains("'frame'", thrown.Message, StringComparison.Ordinal);
        }

        LeaveState(buffer, state);
    }

    [Fact]
    public void Access_InFlight_NamesTheCall()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8, "frame");
        NamedCall call = new();
        buffer.Detach(call);

        BufferDetachedException thrown = Assert.Throws<BufferDetachedException>(() => buffer.ToArray());

        Assert.Equal(("imaging", "encode", "frame", BufferState.InFlight), (thrown.Library, thrown.Symbol, thrown.BufferName, thrown.State));
        Assert.Equal("Buffer 'frame' is in flight in call 'encode' of library 'imaging' and cannot be read. Await the call first.", thrown.Message);
        Assert.True(buffer.IsHeldBy(call));
        Assert.False(buffer.IsHeldBy(new NamedCall()));
        buffer.Attach();
        Assert.False(buffer.IsHeldBy(call));
    }

    [Fact]
    public void Attach_OfABufferThatNoCallHas_IsAnInternalError()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);

        Assert.Throws<InvalidOperationException>(buffer.Attach);
    }

    private static IDisposable? BringInto(OwnedBuffer buffer, string state)
    {
        switch (state)
        {
            case "Reading":
                buffer.BeginNativeBorrow(write: false);
                return null;
            case "Writing":
                buffer.BeginNativeBorrow(write: true);
                return null;
            case "InFlight":
                buffer.Detach(new NamedCall());
                return null;
            case "Doomed":
                buffer.Detach(new NamedCall());
                buffer.Dispose();
                return null;
            case "Moved":
                return buffer.Move();
            case "Transferred":
                return buffer.Transfer();
            case "Disposed":
                buffer.Dispose();
                return null;
            default:
                return null;
        }
    }

    private static void LeaveState(OwnedBuffer buffer, string state)
    {
        if (state is "Reading" or "Writing")
        {
            buffer.EndNativeBorrow(write: state == "Writing");
        }
        else if (state is "InFlight" or "Doomed")
        {
            buffer.Attach();
        }
    }

    private static void Run(OwnedBuffer buffer, string operation)
    {
        switch (operation)
        {
            case "Read": buffer.Read(_ => { }); break;
            case "Write": buffer.Write(_ => { }); break;
            case "Borrow": buffer.Borrow().Dispose(); break;
            case "BorrowMutable": buffer.BorrowMutable().Dispose(); break;
            case "ReadAt": buffer.ReadAt<int>(0); break;
            case "WriteAt": buffer.WriteAt(0, 1); break;
            case "ToArray": buffer.ToArray(); break;
            case "CopyTo": buffer.CopyTo(new byte[8]); break;
            case "CopyFrom": buffer.CopyFrom([1, 2]); break;
            case "Detach": buffer.Detach(new NamedCall()); buffer.Attach(); break;
            case "NativeRead": buffer.BeginNativeBorrow(write: false); buffer.EndNativeBorrow(write: false); break;
            case "NativeWrite": buffer.BeginNativeBorrow(write: true); buffer.EndNativeBorrow(write: true); break;
            case "Move": buffer.Move().Dispose(); break;
            case "Transfer": buffer.Transfer().Dispose(); break;
            case "Dispose": buffer.Dispose(); break;
            default: throw new ArgumentException(operation);
        }
    }

    private static Type? ExceptionOf(string name) => name switch
    {
        "Borrowed" => typeof(BufferBorrowedException),
        "Detached" => typeof(BufferDetachedException),
        "Moved" => typeof(BufferMovedException),
        "Disposed" => typeof(ObjectDisposedException),
        _ => null,
    };
}
