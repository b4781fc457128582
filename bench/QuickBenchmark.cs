namespace ActorFfi.Bench;

/// <summary>The pairs that a change is measured by, in under a minute.</summary>
internal static class QuickBenchmark
{
    private const string Library = "libactorffi_fixture.so";
    private const long MiB = 1 << 20;

    public static async Task RunAsync(string filter, Action<Row> report)
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .AddLibrary("dedicated", lib => Declare(lib))
            .AddLibrary("callbacks", lib => Declare(lib))
            .AddLibrary("shared", lib => Declare(lib).Threads(ThreadMode.Shared))
            .AddLibrary("blocking", lib => lib
                .Path(Path.Combine(AppContext.BaseDirectory, Library))
                .Declare("int32_t sleep_ms(int32_t milliseconds);", symbol => symbol.Workers(64, 64)))
            .AddLibrary("cold", lib => ColdRow.Declare(Declare(lib))));
        using OwnedBuffer small = ffi["dedicated"].Allocate(64);
        using OwnedBuffer large = ffi["dedicated"].Allocate(64 * MiB);
        using StoredCallback inPlace = CallbackRows.Increment(new CallbackOptions());
        using StoredCallback anywhere = CallbackRows.Increment(new CallbackOptions { ThreadSafe = true });
        IEnumerable<Pair> pairs =
        [
            .. SynchronousRows.Of(ffi["dedicated"], small),
            .. CallbackRows.Of(ffi["callbacks"], inPlace, anywhere),
            .. NonblockingRows.Of(ffi["dedicated"], ffi["shared"]),
            .. TelemetryRows.Of(ffi["dedicated"], ffi["shared"]),
            NonblockingRows.OfBuffers(ffi["dedicated"], large, small),
            BlockingRows.Of(ffi["blocking"]),
        ];
        foreach (Pair pair in pairs.Where(pair => pair.Name.Contains(filter, StringComparison.Ordinal)))
        {
            report(await pair.MeasureAsync());
        }

        if (ColdRow.Name.Contains(filter, StringComparison.Ordinal))
        {
            report(await ColdRow.MeasureAsync(ffi["cold"]));
        }

        await IsolatedBenchmark.RunAsync(filter, report);
    }

    private static LibraryBuilder Declare(LibraryBuilder library) => library
        .Path(Path.Combine(AppContext.BaseDirectory, Library))
        .Types("typedef struct { double x, y; } point;")
        .Declare("int32_t add_i32(int32_t a, int32_t b);")
        .Declare("int32_t add_i32(int32_t a, int32_t b);", symbol => symbol.Alias("add_leaf").Leaf())
        .Declare("int32_t add_i32(int32_t a, int32_t b);", symbol => symbol.Alias("add_errno").Errno())
        .Declare("point add_points(point a, point b);")
        .Declare("uint64_t sum_bytes(const uint8_t data[length], size_t length);")
        .Declare("void touch_last(uint8_t data[length], size_t length);")
        .Declare("int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count);")
        .Declare("int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count);")
        .Declare("int32_t sleep_ms(int32_t milliseconds);");
}
