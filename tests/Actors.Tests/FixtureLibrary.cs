namespace ActorFfi.Actors.Tests;

/// <summary>The C fixture library as the tests declare it.</summary>
internal static class FixtureLibrary
{
    public const string Name = "fixture";

    private const int Gates = 1024;

    private static int lastGate;

    private static readonly string[] Prototypes =
    [
        "int32_t add_i32(int32_t a, int32_t b);",
        "uint8_t echo_u8(uint8_t v);",
        "int64_t thread_id(void);",
        "uint64_t address_of(const void *data);",
        "uint64_t sum_bytes(const uint8_t data[length], size_t length);",
        "void fill_bytes(uint8_t data[length], size_t length, uint8_t value);",
        "void copy_bytes(uint8_t destination[length], const uint8_t source[length], size_t length);",
        "size_t length_of(const char *text);",
        "const char *greeting(void);",
        "int32_t wait_for_flag(const volatile int32_t *flag);",
        "void gate_close(int32_t gate);",
        "void gate_open(int32_t gate);",
        "int32_t gate_waiting(int32_t gate);",
        "int64_t gate_pass(int32_t gate);",
        "int32_t count_call(uint32_t id);",
        "int32_t count_call_slowly(uint32_t id, int32_t microseconds);",
        "int32_t executions_of(uint32_t id);",
        "int64_t executions_between(uint32_t first, uint32_t count);",
        "void overlap_reset(void);",
        "int32_t overlap_most(void);",
        "void overlap_enter(int32_t microseconds);",
        "int32_t fail_on_this_thread(int32_t error);",
        "int32_t last_error_of_this_thread(void);",
    ];

    /// <summary>Where the tests' build put the library.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "libactorffi_fixture.so");

    /// <summary>A gate that no other test uses.</summary>
    public static int NextGate() => Interlocked.Increment(ref lastGate) % Gates;

    /// <summary>Declares the fixture library with everything the tests of calls use.</summary>
    public static FfiRuntimeBuilder AddFixture(this FfiRuntimeBuilder builder, Action<LibraryBuilder>? configure = null) =>
        builder.AddLibrary(Name, library =>
        {
            library.Path(File);
            foreach (string prototype in Prototypes)
            {
                library.Declare(prototype);
            }

            library
                .Declare("int32_t set_errno(int32_t code);", symbol => symbol.Errno())
                .Declare("int32_t fail_with(int32_t result, int32_t code);", symbol => symbol.Errno().Fails("result < 0 && errno != 0"));
            configure?.Invoke(library);
        });

    /// <summary>A runtime with the fixture library alone.</summary>
    public static Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null) =>
        FfiRuntime.StartAsync(builder => builder.AddFixture(configure));
}
