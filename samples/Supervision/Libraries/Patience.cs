using ActorFfi;

namespace Supervision;

/// <summary>Calls that wait for a library that backs off, instead of failing at once.</summary>
internal static class Patience
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <patience>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("device", library => library
            .Path(fixture)
            .RestartDelay(TimeSpan.FromMilliseconds(200))
            .WaitWhileUnavailable(TimeSpan.FromSeconds(30))
            .OnFatalResult(FailureDirective.RestartLibrary)
            .Declare("int32_t fail_with(int32_t result, int32_t code)", symbol => symbol.Fatal("result < 0"))));
        LibraryRef device = ffi["device"];
        Task backsOff = device.WhenAsync(LibraryState.BackingOff);
        await device["fail_with"].TryCallAsync(-1, 0);
        await backsOff;
        NativeReply reply = await device["fail_with"].CallAsync(7, 0);
        output.WriteLine($"The reply is {reply.Value}, from generation {device.Generation}.");
        // </patience>
    }
}
