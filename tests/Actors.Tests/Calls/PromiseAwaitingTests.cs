namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Where code goes on that awaits a promise, and what it takes with it: as after any other awaitable.</summary>
public sealed class PromiseAwaitingTests : IAsyncLifetime
{
    private readonly Pump _pump = new();
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private FfiRuntime _ffi = null!;
    private Gate _gate = null!;

    public async Task InitializeAsync()
    {
        _ffi = await FixtureLibrary.StartAsync();
        _gate = new Gate(_ffi[FixtureLibrary.Name]);
    }

    public async Task DisposeAsync()
    {
        _gate.Dispose();
        await _ffi.DisposeAsync();
        _pump.Dispose();
    }

    [Fact]
    public async Task With_a_synchronization_context_it_goes_on_there() => Assert.Same(_pump, await InPumpAsync(async () =>
    {
        await PassAsync();
        return SynchronizationContext.Current;
    }));

    [Fact]
    public async Task Unless_it_does_not_care() => Assert.NotSame(_pump, await InPumpAsync(async () =>
    {
        await PassAsync().ConfigureAwait(false);
        return SynchronizationContext.Current;
    }));

    [Fact]
    public async Task On_a_task_scheduler_it_goes_on_there()
    {
        Task<TaskScheduler> there = OnScheduler(async () =>
        {
            await PassAsync();
            return TaskScheduler.Current;
        }).Unwrap();
        await OnScheduler(_gate.Open).Within();
        Assert.Same(_scheduler, await there.Within());
    }

    [Fact]
    public async Task What_flows_with_the_code_is_there_afterwards()
    {
        AsyncLocal<int> local = new() { Value = 7 };
        TaskCompletionSource<int> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ValueTask<NativeReply> promise = PassAsync();
        promise.GetAwaiter().OnCompleted(() => seen.SetResult(local.Value));
        local.Value = 8;
        _gate.Open();
        Assert.Equal(7, await seen.Task.Within());
        Assert.True((await promise).IsSuccess);
    }

    [Fact]
    public async Task Both_flow_into_a_synchronization_context()
    {
        AsyncLocal<int> local = new() { Value = 7 };
        TaskCompletionSource<(int Value, SynchronizationContext? There)> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await InPumpAsync(() =>
        {
            local.Value = 8;
            ValueTask<NativeReply> promise = PassAsync();
            promise.GetAwaiter().OnCompleted(() => seen.SetResult((local.Value, SynchronizationContext.Current)));
            local.Value = 9;
            return Task.FromResult(promise);
        });
        Assert.Equal((8, _pump), await seen.Task.Within());
    }

    [Fact]
    public async Task A_promise_is_awaited_once()
    {
        ValueTask<NativeReply> answered = _ffi[FixtureLibrary.Name]["add_i32"].CallAsync(1, 2);
        await answered;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await answered);

        ValueTask<NativeReply> pending = PassAsync();
        Task<NativeReply> first = pending.AsTask();
        Assert.Throws<InvalidOperationException>(() => pending.GetAwaiter().OnCompleted(static () => { }));
        _gate.Open();
        Assert.True((await first.Within()).IsSuccess);
    }

    private ValueTask<NativeReply> PassAsync() => _ffi[FixtureLibrary.Name]["gate_pass"].CallAsync(_gate.Number);

    // The gate is opened on the same thread, hence when the code has suspended.
    private Task<T> InPumpAsync<T>(Func<Task<T>> code)
    {
        TaskCompletionSource<Task<T>> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pump.Post(_ => started.SetResult(code()), null);
        _pump.Post(_ => _gate.Open(), null);
        return started.Task.Unwrap().Within();
    }

    private Task<T> OnScheduler<T>(Func<T> code) => Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.None, _scheduler);

    private Task OnScheduler(Action code) => Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.None, _scheduler);
}
