using System.Collections.Concurrent;
using ActorFfi;

namespace Supervision;

/// <summary>A failing library: back-off, budget, Failed, and its revival.</summary>
internal static class BackOff
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <back-off>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("device", library => library
            .Path(fixture)
            .RestartDelay(TimeSpan.FromMilliseconds(20))
            .RestartLimit(1)
            .OnFatalResult(FailureDirective.RestartLibrary)
            .Declare("int32_t fail_with(int32_t result, int32_t code)", symbol => symbol.Fatal("result < 0"))));
        LibraryRef device = ffi["device"];
        ConcurrentQueue<LibraryState> states = [];
        device.StateChanged += step => states.Enqueue(step.State);

        Task backsOff = device.WhenAsync(LibraryState.BackingOff);
        await device["fail_with"].TryCallAsync(-1, 0);
        await backsOff;
        await device.WhenAsync(LibraryState.Ready);
        Task failed = device.WhenAsync(LibraryState.Failed);
        await device["fail_with"].TryCallAsync(-1, 0); // The second failure within a minute; the budget is one restart.
        await failed;
        try
        {
            await device["fail_with"].CallAsync(0, 0);
        }
        catch (LibraryUnavailableException unavailable)
        {
            output.WriteLine($"It is {unavailable.State}; a next attempt is planned: {unavailable.NextAttempt is not null}; because of {unavailable.InnerException?.GetType().Name}.");
        }

        await device.ReviveAsync();
        await device["fail_with"].CallAsync(0, 0);
        output.WriteLine($"{string.Join(", ", states)}: generation {device.Generation}.");
        // </back-off>
    }
}
