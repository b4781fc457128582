using ActorFfi;

namespace Supervision;

/// <summary>A stop that does not wait for ever.</summary>
internal static class StopInTime
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <stop>
        FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare
            .ShutdownTimeout(TimeSpan.FromMilliseconds(500))
            .AddLibrary("scanner", library => library
                .Path(fixture)
                .Workers(2)
                .Declare("int32_t sleep_ms(int32_t milliseconds)")));
        SymbolRef sleep = ffi["scanner"]["sleep_ms"];
        Task<NativeReply> shortCall = sleep.TryCallAsync(0).AsTask();
        Task<NativeReply> longCall = sleep.TryCallAsync(2_000).AsTask();
        await ffi.StopAsync();
        output.WriteLine($"The short call succeeded: {(await shortCall).IsSuccess}. The long one got {(await longCall).Failure?.GetType().Name}.");
        // </stop>
    }
}
