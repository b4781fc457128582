using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>The fixture library under a name that no other test listens to.</summary>
internal static class ObservedLibrary
{
    private static int last;

    public static string NextName() => $"observed{Interlocked.Increment(ref last)}";

    public static Task<FfiRuntime> StartAsync(string name, Action<LibraryBuilder>? configure = null, ILoggerFactory? loggers = null, TimeSpan? shutdown = null) =>
        FfiRuntime.StartAsync(builder =>
        {
            builder.AddLibrary(name, library => Declare(library, configure)).ShutdownTimeout(shutdown ?? TimeSpan.FromSeconds(10));
            if (loggers is not null)
            {
                builder.UseLogging(loggers);
            }
        });

    private static void Declare(LibraryBuilder library, Action<LibraryBuilder>? configure)
    {
        library.Path(FixtureLibrary.File)
            .Declare("int32_t add_i32(int32_t a, int32_t b);")
            .Declare("int32_t fail_with(int32_t result, int32_t code);", symbol => symbol.Errno().Fails("result < 0 && errno != 0"))
            .Declare("void gate_close(int32_t gate);")
            .Declare("void gate_open(int32_t gate);")
            .Declare("int32_t gate_waiting(int32_t gate);")
            .Declare("int64_t gate_pass(int32_t gate);", symbol => symbol.QueueLimit(2).Overflow(OverflowMode.Reject));
        configure?.Invoke(library);
    }
}
