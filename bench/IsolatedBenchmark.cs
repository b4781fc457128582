namespace ActorFfi.Bench;

/// <summary>The rows about libraries in guests.</summary>
internal static class IsolatedBenchmark
{
    private const long MiB = 1 << 20;

    private static readonly string[] _names =
        ["isolated.sequential", "isolated.64", "isolated.64.multiplexed", "isolated.invoke", "isolated.buffer64MiB", "isolated.blocking.64x1ms", "isolated.sequential.idle", "isolated.recovery", "isolated.recovery.cold", IdleGuestRows.Processor, IdleGuestRows.Resident];

    public static async Task RunAsync(string filter, Action<Row> report)
    {
        if (!Array.Exists(_names, name => name.Contains(filter, StringComparison.Ordinal)))
        {
            return;
        }

        string file = Path.Combine(AppContext.BaseDirectory, "libactorffi_fixture.so");
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .AddLibrary("isolated", lib => IsolatedRows.Declare(lib, file))
            .AddLibrary("blocking", lib => lib.Path(file).Isolation(IsolationMode.Process).Workers(64, 64).Declare("int32_t sleep_ms(int32_t milliseconds);"))
            .AddLibrary("idle", lib => IsolatedRows.Declare(lib, file))
            .AddLibrary("recovery", lib => RecoveryRow.Declare(lib, file, spares: 1))
            .AddLibrary("cold", lib => RecoveryRow.Declare(lib, file, spares: 0)));
        await using SocketRpc rpc = await SocketRpc.StartAsync();
        using OwnedBuffer small = ffi["isolated"].Allocate(64);
        using OwnedBuffer large = ffi["isolated"].Allocate(64 * MiB);
        IEnumerable<Pair> pairs =
        [
            .. IsolatedRows.Of(ffi["isolated"], rpc),
            IsolatedRows.OfBuffers(ffi["isolated"], large, small),
            BlockingRows.Of(ffi["blocking"], "isolated.blocking.64x1ms"),
        ];
        (string Name, Func<Task<Row>> MeasureAsync)[] rows =
        [
            .. pairs.Select(pair => (pair.Name, (Func<Task<Row>>)pair.MeasureAsync)),
            (IdleRow.Name, () => IdleRow.MeasureAsync(ffi["isolated"], rpc)),
            (IdleGuestRows.Processor, () => IdleGuestRows.ProcessorAsync(ffi["idle"])),
            (IdleGuestRows.Resident, () => IdleGuestRows.ResidentAsync(ffi["idle"])),
            ("isolated.recovery", () => RecoveryRow.MeasureAsync(ffi["recovery"], "isolated.recovery", spares: 1)),
            ("isolated.recovery.cold", () => RecoveryRow.MeasureAsync(ffi["cold"], "isolated.recovery.cold", spares: 0)),
        ];
        foreach ((string _, Func<Task<Row>> measureAsync) in rows.Where(row => row.Name.Contains(filter, StringComparison.Ordinal)))
        {
            report(await measureAsync());
        }
    }
}
