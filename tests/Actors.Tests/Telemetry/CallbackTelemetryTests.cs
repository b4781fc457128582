using ActorFfi.Actors.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>What the meter and the log say of callbacks. Alone: a listener is one of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class CallbackTelemetryTests : IDisposable
{
    private readonly string _library = ObservedLibrary.NextName();
    private readonly RecordingLoggerProvider _log = new();
    private readonly ILoggerFactory _loggers;

    public CallbackTelemetryTests()
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(CallbackPlace.Caller, IsolationMode.None)]
    [InlineData(CallbackPlace.Pool, IsolationMode.None)]
    [InlineData(CallbackPlace.Caller, IsolationMode.Process)]
    public async Task Callbacks_AreCountedByOutcomeAndFailuresAreLogged(CallbackPlace place, IsolationMode isolation)
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync(isolation);
        SymbolRef callBack = ffi[_library]["call_back"];
        using StoredCallback callback = ffi[_library].CreateCallback(
            "int32_t (*)(int32_t)", (int value) => value >= 0 ? value : throw new FormatException("negative"), new CallbackOptions { ThreadSafe = true, Place = place });

        callBack.Invoke(callback, 1);
        await callBack.CallAsync(callback, 2).AsTask().Within();
        Assert.IsType<FormatException>((await callBack.TryCallAsync(callback, -1).AsTask().Within()).Failure);

        Eventually.Holds(() => measured.Of("actorffi.callbacks", "call_back").Length == 3, "all were counted");
        Assert.Equal((2, 1), (measured.Of("actorffi.callbacks", "call_back", "success").Length, measured.Of("actorffi.callbacks", "call_back", "failed").Length));
        Eventually.Holds(() => Logged.Contains(1060), "the failure was logged");
        Assert.Equal([1060], Logged.Where(static id => id >= 1060));
    }

    [Fact]
    public async Task Callbacks_ThatDoNotRun_AreCountedAndLoggedByTheirReason()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync(IsolationMode.None);
        LibraryRef library = ffi[_library];
        using ManualResetEventSlim release = new();
        using StoredCallback slow = library.CreateCallback(
            "int32_t (*)(int32_t)", (int value) => release.Wait(TimeSpan.FromSeconds(30)) ? value : 0, new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Pool, Deadline = TimeSpan.FromMilliseconds(1) });
        StoredCallback own = library.CreateCallback("int32_t (*)(int32_t)", (int value) => value);
        library["call_back_from_threads"].Invoke(own, 1, 2);
        library["store_callback"].Invoke(own);
        own.Dispose();
        library["call_stored"].Invoke(1);
        library["call_back"].Invoke(slow, 1);
        release.Set();

        Assert.Equal(2, measured.Of("actorffi.callbacks", "foreign_thread").Length);
        Assert.Equal(1, measured.Of("actorffi.callbacks", "call_stored", "disposed").Sum());
        Assert.Equal(1, measured.Of("actorffi.callbacks", "call_back", "deadline_exceeded").Sum());
        Eventually.Holds(() => Logged.Count(static id => id > 1060) == 4, "all were logged");
        Assert.Equal([1061, 1061, 1062, 1064], Logged.Where(static id => id > 1060).Order());
    }

    [Theory]
    [InlineData(IsolationMode.None)]
    [InlineData(IsolationMode.Process)]
    public async Task Callbacks_OfALibraryInTwoRuntimes_AreLoggedByTheirOwn(IsolationMode isolation)
    {
        await using FfiRuntime ffi = await StartAsync(isolation);
        await using FfiRuntime other = await FfiRuntime.StartAsync(builder => builder.AddLibrary(_library, library => library
            .Path(FixtureLibrary.File)
            .Isolation(isolation)
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);")));

        Assert.IsType<FormatException>((await FailAsync(other)).Failure);
        Assert.IsType<FormatException>((await FailAsync(ffi)).Failure);

        Eventually.Holds(() => Logged.Contains(1060), "the failure was logged");
        Assert.Contains("'mine'", Assert.Single(_log.MessagesOf(1060)), StringComparison.Ordinal);

        Task<NativeReply> FailAsync(FfiRuntime runtime) => runtime[_library]["call_back"]
            .TryCallAsync(NativeArgument.Callback(new Func<int, int>(_ => throw new FormatException(runtime == ffi ? "'mine'" : "'theirs'"))), 1).AsTask().Within();
    }

    private IEnumerable<int> Logged => _log.EventIdsOf("ActorFfi.FfiRuntime");

    private Task<FfiRuntime> StartAsync(IsolationMode isolation) => FfiRuntime.StartAsync(builder => builder
        .UseLogging(_loggers)
        .AddLibrary(_library, library => library
            .Path(FixtureLibrary.File)
            .Isolation(isolation)
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);")
            .Declare("int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count);")
            .Declare("void store_callback(int32_t (*callback)(int32_t));")
            .Declare("int32_t call_stored(int32_t value);")));
}
