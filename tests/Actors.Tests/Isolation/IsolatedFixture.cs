using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>The fixture library in guests, with the functions that end them.</summary>
internal static class IsolatedFixture
{
    private const string Marker = "ACTORFFI_TEST";

    private static readonly string[] _prototypes =
    [
        "int32_t process_id(void);",
        "int32_t sleep_ms(int32_t milliseconds);",
        "int32_t crash_null_write(int32_t value);",
        "int32_t crash_wild_read(void);",
        "int32_t crash_abort(void);",
        "int32_t crash_exit(int32_t code);",
        "int32_t crash_exit_at_once(int32_t code);",
        "int32_t crash_divide(int32_t by);",
        "int32_t crash_pthread_exit(void);",
        "int32_t crash_raise(int32_t number);",
        "int32_t crash_complain(const char *text);",
        "int32_t crash_stack_overflow(void);",
        "int32_t crash_double_free(void);",
        "int32_t crash_endless_loop(void);",
        "int32_t crash_endless_sleep(void);",
        "int32_t crash_fork_and_exit(void);",
        "int32_t crash_memory_hog(int64_t most);",
        "int32_t crash_truncate_all(void);",
        "int32_t crash_close_all(void);",
        "int32_t fill_and_die(uint8_t data[length], size_t length, uint8_t value);",
        "int32_t die_once(const char *file);",
        "int32_t announce_and_wait(volatile int32_t flags[2]);",
        "int32_t die_after_reply(int32_t value);",
        "void on_start(void);",
    ];

    /// <summary>A runtime with the library alone; its budget allows many deaths, unless a test says otherwise.</summary>
    public static Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null, TimeProvider? time = null) => FfiRuntime.StartAsync(builder => builder
        .UseTimeProvider(time ?? TimeProvider.System)
        .ShutdownTimeout(TimeSpan.FromSeconds(1))
        .AddFixture(library =>
        {
            library.Isolation(IsolationMode.Process).StopTimeout(TimeSpan.FromSeconds(5)).RestartLimit(1000).RestartDelay(TimeSpan.FromMilliseconds(1)).RestartMaximumDelay(TimeSpan.FromMilliseconds(1));
            foreach (string prototype in _prototypes)
            {
                library.Declare(prototype);
            }

            library.Declare("char *text_in_reply(volatile int32_t flags[2]);", symbol => symbol.Frees("announce_and_release"));

            configure?.Invoke(library);
        }));

    /// <summary>Marks the guests of a library, so that <see cref="ProcessesOf"/> finds them while they start.</summary>
    public static string Mark(this LibraryBuilder library)
    {
        string mark = Guid.NewGuid().ToString("N");
        library.Environment($"{Marker}={mark}");
        return mark;
    }

    /// <summary>The processes that carry a mark.</summary>
    public static int[] ProcessesOf(string mark) =>
        [.. Directory.EnumerateDirectories("/proc").Select(static path => Path.GetFileName(path)).Where(static name => char.IsAsciiDigit(name[0])).Where(name => HasMark(name, mark)).Select(static name => int.Parse(name, CultureInfo.InvariantCulture))];

    /// <summary>The process that answers calls now.</summary>
    public static async Task<int> ProcessIdAsync(this LibraryRef library) => (await library["process_id"].CallAsync().AsTask().Within()).Value.ToInt32();

    /// <summary>Lets a process do nothing more, so that what it is given stays where it is.</summary>
    public static void Stop(int processId)
    {
        const int stop = 19;
        Assert.Equal(0, LinuxCalls.Signal(processId, stop));
        Eventually.Holds(() => File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1][0] == 'T', "the process was stopped");
    }

    /// <summary>Ends a process as an operator or the system would.</summary>
    public static void Kill(int processId)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(processId);
        process.Kill();
    }

    /// <summary>The same; false where the process is gone already.</summary>
    public static bool TryKill(int processId)
    {
        try
        {
            Kill(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool HasMark(string process, string mark)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Contains($"{Marker}={mark}", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
