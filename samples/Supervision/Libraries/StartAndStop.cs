using System.Collections.Concurrent;
using ActorFfi;

namespace Supervision;

/// <summary>Calls that prepare and end a library, and libraries that need each other.</summary>
internal static class StartAndStop
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <order>
        FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare
            .AddLibrary("codec", library => library
                .Path(fixture)
                .DependsOn("driver")
                .Declare("int32_t life_starts(void)")
                .Declare("int32_t life_stops(void)"))
            .AddLibrary("driver", library => library
                .Path(fixture)
                .OnStart("life_start(1, \"driver\")")
                .OnStop("life_stop")
                .Declare("int32_t life_start(int32_t level, const char *name)")
                .Declare("void life_stop(void)")));
        LibraryRef codec = ffi["codec"];
        int starts = codec["life_starts"].Invoke().ToInt32();
        int stops = codec["life_stops"].Invoke().ToInt32();
        await ffi["driver"].RestartAsync();
        output.WriteLine($"The restart ran OnStop {codec["life_stops"].Invoke().ToInt32() - stops} time and OnStart {codec["life_starts"].Invoke().ToInt32() - starts} time.");

        ConcurrentQueue<string> stopped = [];
        foreach (string name in ffi.Libraries)
        {
            ffi[name].StateChanged += step => stopped.Enqueue($"{step.Library} is {step.State}");
        }

        await ffi.StopAsync();
        output.WriteLine($"{string.Join(", ", stopped)}.");
        // </order>
    }
}
