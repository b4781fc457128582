namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>What is observed of runtimes between start and stop. Alone: a listener is one of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class LiveRuntimeTests
{
    private readonly string _library = ObservedLibrary.NextName();

    [Fact]
    public async Task Queue_AndWorkers_AreObserved()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        using Gate gate = new(ffi[_library]);
        Task<NativeReply> running = gate.TryPassAsync();
        gate.AwaitWaiting(1);
        Task<NativeReply>[] queued = [gate.TryPassAsync(), gate.TryPassAsync()];

        Assert.Equal([2], measured.Observe("actorffi.queue.length", "gate_pass"));
        Assert.Equal([1], measured.Observe("actorffi.workers", "gate_pass"));
        Assert.Equal([0], measured.Observe("actorffi.queue.length", "add_i32"));

        gate.Open();
        await Task.WhenAll([running, .. queued]).Within();
        Assert.Equal([0], measured.Observe("actorffi.queue.length", "gate_pass"));
    }

    [Fact]
    public async Task Buffers_AreObserved()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        using (ffi[_library].Allocate(100))
        using (ffi[_library].Allocate(28))
        {
            Assert.Equal([2], measured.Observe("actorffi.live_buffers"));
            Assert.Equal([128], measured.Observe("actorffi.live_bytes"));
        }

        Assert.Equal([0], measured.Observe("actorffi.live_buffers"));
    }

    [Fact]
    public async Task Libraries_OfOneNameInTwoRuntimes_AreSummedUpUntilTheyStop()
    {
        using Measurements measured = new(_library);
        FfiRuntime first = await ObservedLibrary.StartAsync(_library);
        FfiRuntime second = await ObservedLibrary.StartAsync(_library);
        using OwnedBuffer one = first[_library].Allocate(1);
        using OwnedBuffer two = second[_library].Allocate(2);

        Assert.Equal([3], measured.Observe("actorffi.live_bytes"));
        await first.DisposeAsync();
        Assert.Equal([2], measured.Observe("actorffi.live_bytes"));
        await second.DisposeAsync();
        Assert.Empty(measured.Observe("actorffi.live_bytes"));
        Assert.Empty(measured.Observe("actorffi.workers"));
    }
}
