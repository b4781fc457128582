using System.Runtime.CompilerServices;
using ActorFfi.Actors.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>What a runtime of its own logs. Alone: leaks are found by a collection of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class RuntimeLogTests : IDisposable
{
    private readonly string _library = ObservedLibrary.NextName();
    private readonly RecordingLoggerProvider _log = new();
    private readonly ILoggerFactory _loggers;

    public RuntimeLogTests()
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
    }

    private IEnumerable<int> Logged => _log.EventIdsOf("ActorFfi.FfiRuntime");

    [Fact]
    public async Task Runtime_FromStartToStop_LogsTheStatesOfItsLibraries()
    {
        FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, loggers: _loggers);
        await ffi.DisposeAsync();

        Assert.Equal([1000, 1011, 1011, 1012], Logged);
    }

    [Fact]
    public async Task Library_ThatCannotBeLoaded_IsLoggedOnce()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder
            .AddLibrary(_library, library => library.Path("libactorffi_is_absent.so").Declare("int f(int);"))
            .UseLogging(_loggers));

        Assert.Equal([1001], Logged);
        Assert.Null(Assert.Single(_log.ExceptionsOf(1001))); // The line says which files were tried, and why none would do.
    }

    [Fact]
    public async Task Worker_ThatFaults_IsLoggedWithItsRestart()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, loggers: _loggers);
        SymbolRef add = ffi[_library]["add_i32"];

        await add.CallAsync(1, 2);
        FaultInjection.FailNext(add);
        await add.TryCallAsync(1, 2);
        await add.CallAsync(1, 2);

        Eventually.Holds(() => Logged.Contains(1021), "the restart was logged");
        Assert.Equal([1000, 1020, 1021], Logged);
    }

    [Fact]
    public async Task Guests_ThatDie_AreLoggedInPlainLines()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, Isolated, _loggers);
        SymbolRef abort = ffi[_library]["crash_abort"];

        await abort.TryCallAsync();
        NativeReply second = await abort.TryCallAsync(); // The first death costs no delay.
        Eventually.Holds(() => Logged.Contains(1010), "the back-off was logged");

        int guest = Assert.IsType<GuestCrashedException>(second.Failure).ProcessId;
        string expected = $"Library '{_library}' has failed and is started again after a while: Guest {guest} of library '{_library}' was ended by SIGABRT.";
        Assert.Equal(expected, Assert.Single(_log.MessagesOf(1010)));
        Assert.Null(Assert.Single(_log.ExceptionsOf(1010)));
    }

    [Fact]
    public async Task Library_ThatFailsForAnUnknownReason_IsLoggedWithItsStackTrace()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, static library => library.OnFault(FailureDirective.RestartLibrary), _loggers);
        SymbolRef add = ffi[_library]["add_i32"];

        await add.CallAsync(1, 2);
        FaultInjection.FailNext(add);
        await add.TryCallAsync(1, 2);
        Eventually.Holds(() => Logged.Contains(1010), "the back-off was logged");

        Assert.IsType<InvalidOperationException>(Assert.Single(_log.ExceptionsOf(1010))!.GetBaseException());
    }

    [Fact]
    public async Task Buffer_ThatIsForgotten_IsLoggedAndCounted()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, loggers: _loggers);

        Forget(ffi[_library]);
        Eventually.Holds(() => Collect() && Logged.Contains(1031) && measured.Of("actorffi.leaks").Length > 0, "the leak was logged and counted");

        Assert.Equal(1, measured.Of("actorffi.leaks").Sum());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    private static void Isolated(LibraryBuilder library) =>
        library.Isolation(IsolationMode.Process).RestartLimit(1000).PoisonAfter(0).Declare("int32_t crash_abort(void);");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(LibraryRef library) => GC.KeepAlive(library.Allocate(16));

    private static bool Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return true;
    }
}
