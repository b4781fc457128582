using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Queues;

/// <summary>Queued calls that go from one declaration of their library to the next, while they are cancelled, late, or refused.</summary>
[Collection(nameof(Alone))]
public sealed class FollowingCallTests : IAsyncDisposable
{
    private const int Moves = 200;
    private const int CallsAMove = 12;

    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FfiRuntime _ffi; // Never started: nobody runs a call.
    private readonly RuntimeDefinition _definition;
    private readonly List<LibraryEntry> _entries = [];
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<CancellationTokenSource> _cancellations = []; // Of the calls that are there before the next move.
    private volatile int _moves;
    private int _cancelledMoves; // Of the thread that cancels.

    public FollowingCallTests()
    {
        FfiRuntimeBuilder builder = new();
        builder.UseTimeProvider(_time).AddLibrary("l", library => library
            .Path("l.so")
            .QueueLimit(CallsAMove / 2)
            .Declare("uint64_t sum(const uint8_t data[length], size_t length)")
            .Declare("int32_t keyed(int32_t key)", symbol => symbol.Key("key")));
        _definition = builder.Build();
        _ffi = new FfiRuntime(_definition);
        _entries.Add(_ffi["l"].Entry);
    }

    public async ValueTask DisposeAsync()
    {
        _end.Dispose();
        await _ffi.DisposeAsync();
    }

    [Fact]
    public async Task Call_IsAnsweredOnceWhateverMeetsItOnItsWay()
    {
        long outstanding = NativeCallPool.Outstanding;
        Task[] disturbers = [Disturb(Expire), Disturb(Refuse), Disturb(Cancel)];
        List<Task> calls = [];
        for (int move = 0; move < Moves; move++)
        {
            calls.AddRange(Enumerable.Range(0, CallsAMove).Select(kind => CallAsync(kind)));
            Task moving = Task.Run(Move);
            calls.AddRange(Enumerable.Range(0, CallsAMove).Select(kind => CallAsync(kind)));
            await moving;
        }

        _entries[^1].Close(_entries[^1].Now(LibraryState.Stopped, "The test is over."));
        await Task.WhenAll(calls).Within();
        await _end.CancelAsync();
        await Task.WhenAll(disturbers).Within(); // Nothing that they did has thrown.

        Assert.Equal(outstanding, NativeCallPool.Outstanding);
        Assert.Equal(0, _ffi["l"].LiveBuffers);
        Assert.All(_entries.SelectMany(static entry => entry.Symbols.Values), static symbol => Assert.Equal((0, 0), (symbol.Mailbox.AcceptedCalls, symbol.Mailbox.Deadlines.Count)));
    }

    [Fact]
    public async Task Batch_IsAnsweredOnceWhateverMeetsItOnItsWay()
    {
        Task[] disturbers = [Disturb(Expire), Disturb(Refuse), Disturb(Cancel)];
        List<Task> batches = [];
        for (int move = 0; move < Moves; move++)
        {
            batches.AddRange(Enumerable.Range(0, 3).Select(_ => BatchAsync()));
            Task moving = Task.Run(Move);
            batches.AddRange(Enumerable.Range(0, 3).Select(_ => BatchAsync()));
            await moving;
        }

        _entries[^1].Close(_entries[^1].Now(LibraryState.Stopped, "The test is over."));
        await Task.WhenAll(batches).Within();
        await _end.CancelAsync();
        await Task.WhenAll(disturbers).Within(); // Nothing that they did has thrown.

        Assert.All(_entries.SelectMany(static entry => entry.Symbols.Values), static symbol => Assert.Equal((0, 0), (symbol.Mailbox.AcceptedCalls, symbol.Mailbox.Deadlines.Count)));
    }

    // As a changed configuration does.
    private void Move()
    {
        LibraryEntry before = _entries[^1];
        LibraryEntry after = new(_definition.Libraries[0], _time, before);
        after.TakeOver(before);
        _ffi["l"].Redeclare(after);
        _moves++;
        before.Close(before.Now(LibraryState.Stopped, "It was replaced."));
        _entries.Add(after);
    }

    private async Task CallAsync(int kind)
    {
        CallOptions options = new()
        {
            CancellationToken = kind % 3 == 0 ? NewToken() : default,
            Timeout = kind % 4 == 0 ? Random.Shared.Next(1, 50) * _step : null,
        };
        if (kind % 2 == 0)
        {
            Demand(await _ffi["l"]["keyed"].With(options).TryCallAsync(kind % 4));
            return;
        }

        using OwnedBuffer data = _ffi["l"].Allocate(16);
        Demand(await _ffi["l"]["sum"].With(options).TryCallAsync(data, 16));
        Assert.Equal(BufferState.Owned, data.State);
    }

    private async Task BatchAsync()
    {
        SymbolRef keyed = _ffi["l"]["keyed"];
        NativeCall[] calls =
        [
            new(keyed.With(NewToken()), 1),
            new(keyed.With(new CallOptions { Timeout = Random.Shared.Next(1, 50) * _step, CancellationToken = NewToken() }), 2),
            new(keyed.With(new CallOptions { Timeout = Random.Shared.Next(1, 50) * _step }), 1),
        ];
        Assert.All(await _ffi["l"].CallManyAsync(calls), Demand);
    }

    private CancellationToken NewToken()
    {
        CancellationTokenSource cancellation = new();
        _cancellations.Enqueue(cancellation);
        return cancellation.Token;
    }

    // While calls are on their way.
    private void Cancel()
    {
        if (_cancelledMoves == _moves)
        {
            return;
        }

        _cancelledMoves = _moves;
        while (_cancellations.TryDequeue(out CancellationTokenSource? cancellation))
        {
            Thread.SpinWait(Random.Shared.Next(100));
            cancellation.Cancel();
        }
    }

    private static void Demand(NativeReply reply) =>
        Assert.True(reply.Failure is OperationCanceledException or CallTimeoutException or CallRefusedException or LibraryUnavailableException, $"{reply.Failure}");

    private Task Disturb(Action disturb) => Task.Factory.StartNew(
        () =>
        {
            while (!_end.IsCancellationRequested)
            {
                disturb();
            }
        },
        TaskCreationOptions.LongRunning);

    private void Expire() => _time.Advance(_step);

    // As the handler of a callback does whose call could not begin before it has returned.
    private void Refuse()
    {
        SymbolEntry symbol = _ffi["l"].Entry.Symbols[Random.Shared.Next(2) == 0 ? "keyed" : "sum"];
        NativeCall? call;
        long use;
        lock (symbol.Queues.Gate)
        {
            call = symbol.Mailbox.Queue.FirstReady ?? symbol.Mailbox.Queue.FirstWaiting;
            use = call?.Use ?? 0;
        }

        if (call is not null)
        {
            Thread.SpinWait(Random.Shared.Next(2_000)); // It may have gone on meanwhile.
            symbol.Mailbox.TryWithdraw(call, use, CallRefusedException.ForPlace("l", symbol.Name, 1, "outer"));
        }
    }
}
