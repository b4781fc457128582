namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>The library that says when it is loaded and unloaded, beside the ledger that outlives it.</summary>
internal static class UnloadableLibrary
{
    public const string Name = "unloadable";

    private static readonly string[] Prototypes =
    [
        "int32_t next_call(void);",
        "int32_t triple(int32_t value);",
        "int32_t triple_slowly(int32_t value, int32_t microseconds);",
        "int32_t *the_table(void);",
        "int32_t (*the_function(void))(int32_t);",
        "int32_t apply(int32_t (*function)(int32_t), int32_t value);",
        "const char *the_text(void);",
        "void keep_callback(void (*callback)(void));",
        "int32_t has_callback(void);",
        "int32_t wait_until(const volatile int32_t *flag, volatile int32_t *entered);",
    ];

    private static int copies;

    static UnloadableLibrary()
    {
        foreach (string old in Directory.EnumerateFiles(AppContext.BaseDirectory, "unloadable-*.so"))
        {
            File.Delete(old);
        }
    }

    // A copy for each runtime, because what one test keeps loaded would be loaded for the others too.
    private static string NextCopy()
    {
        string copy = Path.Combine(AppContext.BaseDirectory, $"unloadable-{Interlocked.Increment(ref copies)}.so");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libactorffi_unloadable.so"), copy);
        return copy;
    }

    /// <summary>A runtime with the library and its ledger; <c>other</c> is a second library with a function that takes functions.</summary>
    public static Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null, Microsoft.Extensions.Logging.ILoggerFactory? loggers = null) => FfiRuntime.StartAsync(builder =>
    {
        builder
            .AddLibrary("ledger", ledger => ledger
                .Path(Path.Combine(AppContext.BaseDirectory, "libactorffi_ledger.so"))
                .Declare("int32_t ledger_loads(void);")
                .Declare("int32_t ledger_unloads(void);")
                .Declare("int32_t ledger_unloads_inside(void);"))
            .AddLibrary("other", other => other
                .Path(FixtureLibrary.File)
                .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);")
                .Declare("uint64_t address_of(const void *data);"))
            .AddLibrary(Name, library =>
            {
                library.Path(NextCopy()).StopTimeout(TimeSpan.FromSeconds(30));
                Array.ForEach(Prototypes, prototype => library.Declare(prototype));
                library.Declare("void keep_buffer(uint8_t *data);", symbol => symbol.Kept("data"));
                configure?.Invoke(library);
            });
        if (loggers is not null)
        {
            builder.UseLogging(loggers);
        }
    });

    public static int Loads(this FfiRuntime ffi) => ffi["ledger"]["ledger_loads"].Invoke().ToInt32();

    public static int Unloads(this FfiRuntime ffi) => ffi["ledger"]["ledger_unloads"].Invoke().ToInt32();

    public static int UnloadsInside(this FfiRuntime ffi) => ffi["ledger"]["ledger_unloads_inside"].Invoke().ToInt32();
}
