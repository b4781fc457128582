using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ActorFfi.Actors.Tests.Hosting;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>What calls report to the meter. Alone: a listener is one of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class CallMeterTests
{
    private readonly string _library = ObservedLibrary.NextName();

    [Fact]
    public async Task Calls_ThatRun_AreCountedByOutcomeThroughBothDoors()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        LibraryRef library = ffi[_library];

        await library["add_i32"].CallAsync(1, 2);
        library["add_i32"].Invoke(1, 2);
        library["add_i32"].TryInvoke(1, 2);
        await library["fail_with"].TryCallAsync(-1, 5);
        Assert.Throws<NativeCallFailedException>(() => library["fail_with"].Invoke(-1, 5));

        Assert.Equal(3, measured.Of("actorffi.calls", "add_i32", "success").Sum());
        Assert.Equal(2, measured.Of("actorffi.calls", "fail_with", "declared_failure").Sum());
        Assert.Equal(5, measured.Of("actorffi.calls").Sum());
        Assert.Empty(measured.Of("actorffi.refusals"));
    }

    [Fact]
    public async Task Calls_ThatRun_HaveTheirTimesRecordedInSeconds()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);

        NativeReply reply = await ffi[_library]["add_i32"].CallAsync(1, 2);
        ffi[_library]["add_i32"].Invoke(1, 2);

        double[] queued = measured.Of("actorffi.call.queue_time", "add_i32");
        double[] ran = measured.Of("actorffi.call.native_time", "add_i32");
        Assert.Equal(2, queued.Length);
        Assert.Equal(2, ran.Length);
        Assert.Equal(reply.QueueTime!.Value.TotalSeconds, queued[0]);
        Assert.Equal(reply.NativeTime!.Value.TotalSeconds, ran[0]);
    }

    [Fact]
    public async Task Call_WithNobodyListening_HasNoTimes()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        using (new Measurements(_library))
        {
            Assert.NotNull((await ffi[_library]["add_i32"].CallAsync(1, 2)).QueueTime);
        }

        NativeReply reply = await ffi[_library]["add_i32"].CallAsync(1, 2);

        Assert.Null(reply.QueueTime);
        Assert.Null(reply.NativeTime);
    }

    [Fact]
    public async Task Calls_ThatDoNotRun_AreCountedWithTheReason()
    {
        using Measurements measured = new(_library);
        FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        LibraryRef library = ffi[_library];
        using (Gate gate = new(library))
        {
            using CancellationTokenSource cancellation = new();
            Task<NativeReply> running = gate.TryPassAsync();
            gate.AwaitWaiting(1);
            Task cancelled = gate.PassAsync(cancellation.Token);
            Task<NativeReply> queued = gate.TryPassAsync();
            NativeReply refused = await gate.TryPassAsync();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            gate.Open();
            await Task.WhenAll(running, queued).Within();
            Assert.IsType<CallRefusedException>(refused.Failure);
        }

        await ffi.DisposeAsync();
        await library["add_i32"].TryCallAsync(1, 2);
        Assert.Throws<LibraryUnavailableException>(() => library["add_i32"].Invoke(1, 2));

        Assert.Equal(2, measured.Of("actorffi.calls", "gate_pass", "success").Sum());
        Assert.Equal(1, measured.Of("actorffi.calls", "gate_pass", "cancelled").Sum());
        Assert.Equal(1, measured.Of("actorffi.calls", "gate_pass", "refused").Sum());
        Assert.Equal(2, measured.Of("actorffi.calls", "add_i32", "unavailable").Sum());
        Assert.Equal(1, measured.Of("actorffi.refusals", "gate_pass", "queue_full").Sum());
        Assert.Equal(2, measured.Of("actorffi.refusals", "add_i32", "stopped").Sum());
        Assert.Equal(2, measured.Of("actorffi.call.native_time", "gate_pass").Length);
    }

    [Fact]
    public async Task Call_ThatAStopLeavesToNativeCode_IsCountedAsAbandoned()
    {
        using Measurements measured = new(_library);
        FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, shutdown: TimeSpan.FromMilliseconds(1));
        await using FfiRuntime opener = await ObservedLibrary.StartAsync(ObservedLibrary.NextName());
        int gate = FixtureLibrary.NextGate();
        ffi[_library]["gate_close"].Invoke(gate);
        Task<NativeReply> running = ffi[_library]["gate_pass"].TryCallAsync(gate).AsTask();
        Eventually.Holds(() => ffi[_library]["gate_waiting"].Invoke(gate).ToInt32() == 1, "the call waited at the gate");

        await ffi.DisposeAsync();
        opener[opener.Libraries.Single()]["gate_open"].Invoke(gate);

        Assert.IsType<LibraryUnavailableException>((await running).Failure);
        Assert.Equal(1, measured.Of("actorffi.calls", "gate_pass", "abandoned").Sum());
        Assert.Equal(1, measured.Of("actorffi.abandoned", "gate_pass").Sum());
        Assert.Empty(measured.Of("actorffi.refusals"));
    }

    [Fact]
    public async Task Worker_ThatFaults_IsCountedWithItsCallAndItsRestart()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        SymbolRef add = ffi[_library]["add_i32"];

        await add.CallAsync(1, 2);
        FaultInjection.FailNext(add);
        await add.TryCallAsync(1, 2);
        await add.CallAsync(1, 2);

        Assert.Equal(1, measured.Of("actorffi.calls", "faulted").Sum());
        Eventually.Holds(() => measured.Of("actorffi.restarts", "add_i32", "worker").Length > 0, "the restart was counted");
        Assert.Equal(1, measured.Of("actorffi.restarts").Sum());
    }

    [Fact]
    public async Task WrongArguments_AreNoCall()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);

        Assert.Throws<ArgumentException>(() => ffi[_library]["add_i32"].Invoke(1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await ffi[_library]["add_i32"].CallAsync(1));

        Assert.Empty(measured.Of("actorffi.calls"));
    }

    [Fact]
    public async Task Listener_ThatThrows_IsLoggedAndTheCallIsAnswered()
    {
        using RecordingLoggerProvider log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, loggers: loggers);
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, own) =>
        {
            if (instrument.Meter.Name == "ActorFfi")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("This listener throws."));
        listener.Start();

        NativeReply reply = await ffi[_library]["add_i32"].CallAsync(20, 22).AsTask().Within();
        int invoked = ffi[_library]["add_i32"].Invoke(20, 23).ToInt32();

        Assert.Equal(42, reply.Value.ToInt32());
        Assert.Equal(43, invoked);
        Assert.Equal(2, log.EventIdsOf(RuntimeLog.Category).Count(id => id == 1040));
    }
}
