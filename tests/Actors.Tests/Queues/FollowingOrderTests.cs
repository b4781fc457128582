namespace ActorFfi.Actors.Tests.Queues;

/// <summary>Queued calls that go from one declaration of their library to the next keep their order among those that are there already.</summary>
public sealed class FollowingOrderTests : IAsyncDisposable
{
    private const int Key = 7;

    private readonly FfiRuntime _ffi; // Never started: nobody runs a call but the test.
    private readonly RuntimeDefinition _definition;
    private readonly Dictionary<NativeCall, int> _numbers = [];
    private readonly List<Task> _replies = [];
    private LibraryEntry _current;

    public FollowingOrderTests()
    {
        FfiRuntimeBuilder builder = new();
        builder.AddLibrary("l", library => library
            .Path("l.so")
            .Key("key")
            .Declare("int32_t roomy(int32_t key)")
            .Declare("int32_t narrow(int32_t key)", symbol => symbol.QueueLimit(2))
            .Declare("int32_t strict(int32_t key)", symbol => symbol.QueueLimit(1).Overflow(OverflowMode.Reject)));
        _definition = builder.Build();
        _ffi = new FfiRuntime(_definition);
        _current = _ffi["l"].Entry;
    }

    public ValueTask DisposeAsync() => _ffi.DisposeAsync();

    [Fact]
    public async Task Calls_OfOneKey_RunInTheOrderOfTheirAcceptance()
    {
        Post("strict", "narrow", "roomy", "narrow", "narrow", "narrow"); // Two of them wait for room.
        PostBatch("roomy", "narrow");
        LibraryEntry first = Replace();
        Post("roomy", "narrow", "strict");
        PostBatch("narrow", "roomy");
        Post("narrow", "narrow", "roomy");
        first.Close(first.Now(LibraryState.Stopped, "It was replaced."));
        Post("roomy");

        List<int> order = Run();

        Assert.Equal(Enumerable.Range(0, _numbers.Count), order);
        await Task.WhenAll(_replies).Within();
        Assert.Equal(0, _current.SymbolsInOrder[0].Queues.Keys.Count);
    }

    [Fact]
    public async Task Calls_ThatComeBackFromADeclarationThatCouldNotBeStarted_RunInTheOrderOfTheirAcceptance()
    {
        Post("roomy", "narrow");
        LibraryEntry before = Replace();
        Post("narrow", "roomy");
        before.Close(before.Now(LibraryState.Stopped, "It was replaced."));
        before.Enter(before.Now(LibraryState.Loading, "It is started again."), isSettled: false);
        LibraryEntry tried = _current;
        TakeOver(before, tried);
        Post("roomy", "narrow");
        tried.Close(tried.Now(LibraryState.Stopped, "It could not be started."));
        Post("roomy");

        List<int> order = Run();

        Assert.Equal(Enumerable.Range(0, _numbers.Count), order);
        await Task.WhenAll(_replies).Within();
    }

    [Fact]
    public async Task Calls_ThatFollow_AreNotRefusedByAQueueThatIsFull()
    {
        Post("strict");
        LibraryEntry before = Replace();
        Post("strict");
        before.Close(before.Now(LibraryState.Stopped, "It was replaced."));
        Assert.Equal(2, _current.Symbols["strict"].Mailbox.Length);
        Task<NativeReply> refused = _ffi["l"]["strict"].TryCallAsync(Key).AsTask();

        List<int> order = Run();

        Assert.Equal([0, 1], order);
        Assert.IsType<CallRefusedException>((await refused.Within()).Failure);
    }

    [Fact]
    public async Task SynchronousCall_IsNeitherOvertakenNorOvertakesThoseThatFollow()
    {
        Post("roomy", "narrow");
        LibraryEntry before = Replace();
        Post("roomy");
        SymbolEntry roomy = _current.Symbols["roomy"];
        Task<KeyLine?> turn = Task.Run(() => SynchronousKey.Enter(roomy, [Key], out _));
        KeyLine line = roomy.Queues.Keys.Find(Key)!;
        Eventually.Holds(() => HasCaller(roomy, line), "the synchronous call waits");
        Post("narrow");
        before.Close(before.Now(LibraryState.Stopped, "It was replaced."));

        List<int> order = Run();

        Assert.Equal([0, 1, 2], order); // Then comes the one that runs on its own thread.
        KeyLine entered = (await turn.Within())!;
        Assert.Same(line, entered);
        SynchronousKey.Leave(roomy, entered);
        Assert.Equal([3], Run());
    }

    [Fact]
    public void SynchronousCall_OfASymbolThatWasReplacedMeanwhile_IsSentOn()
    {
        SymbolEntry replaced = _current.Symbols["roomy"];
        Replace();

        Assert.Null(SynchronousKey.Enter(replaced, [Key], out bool isReplaced));

        Assert.True(isReplaced);
        Assert.Equal(0, replaced.Queues.Keys.Count);
    }

    private static bool HasCaller(SymbolEntry symbol, KeyLine line)
    {
        lock (symbol.Queues.Gate)
        {
            return line.Callers.Count == 1;
        }
    }

    // As a changed configuration does; calls reach the new declaration from then on.
    private LibraryEntry Replace()
    {
        LibraryEntry before = _current;
        TakeOver(new LibraryEntry(_definition.Libraries[0], TimeProvider.System, before), before);
        return before;
    }

    private void TakeOver(LibraryEntry next, LibraryEntry before)
    {
        next.TakeOver(before, before.Now(LibraryState.Draining, "It is replaced."));
        _ffi["l"].Redeclare(next);
        _current = next;
    }

    private void Post(params ReadOnlySpan<string> symbols)
    {
        foreach (string symbol in symbols)
        {
            _replies.Add(_ffi["l"].CallManyAsync(Create(symbol)));
        }
    }

    private void PostBatch(params ReadOnlySpan<string> symbols) => _replies.Add(_ffi["l"].CallManyAsync(symbols.ToArray().Select(Create).ToArray()));

    private NativeCall Create(string symbol)
    {
        NativeCall call = new(_ffi["l"][symbol], Key);
        _numbers.Add(call, _numbers.Count);
        return call;
    }

    // Whatever may run, until nothing does.
    private List<int> Run()
    {
        List<int> order = [];
        IdleWorker[] workers = [.. _current.SymbolsInOrder.Select(static symbol => new IdleWorker(symbol) { Name = "w" })];
        Array.ForEach(workers, static worker => worker.Start());
        bool isAny = true;
        while (isAny)
        {
            isAny = false;
            foreach (IdleWorker worker in workers)
            {
                for (NativeCall? call = worker.Mailbox.Next(worker, hasFinished: false); call is not null; call = worker.Mailbox.Next(worker, hasFinished: true))
                {
                    isAny = true;
                    foreach (NativeCall one in (NativeCall[])[call, .. call.Followers ?? []])
                    {
                        Assert.True(one == call || one.TryStart());
                        order.Add(_numbers[one]);
                        one.Complete(default, 0, null, 0);
                    }
                }
            }
        }

        Array.ForEach(workers, static worker => worker.Retire());
        return order;
    }

    /// <summary>A worker that does nothing by itself.</summary>
    private sealed class IdleWorker(SymbolEntry symbol) : CallWorker(symbol, owner: null!)
    {
        public override void Start() => Mailbox.Add(this);

        public override void Wake()
        {
        }
    }
}
