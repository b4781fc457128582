using ActorFfi;

namespace Supervision;

/// <summary>A library that finishes what it accepted, stops, and comes back.</summary>
internal static class Drain
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <drain>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare =>
        {
            Gate.Declare(declare, fixture);
            declare.AddLibrary("scanner", library => library.Path(fixture).Declare("int64_t gate_pass(int32_t gate)"));
        });
        using Gate gate = new(ffi);
        LibraryRef scanner = ffi["scanner"];
        Task<NativeReply> running = scanner["gate_pass"].TryCallAsync(gate.Number).AsTask();
        gate.AwaitCall();
        Task<NativeReply> queued = scanner["gate_pass"].TryCallAsync(gate.Number).AsTask();
        Task draining = scanner.DrainAsync();
        NativeReply refused = await scanner["gate_pass"].TryCallAsync(gate.Number);
        output.WriteLine($"It is {scanner.State}; a new call gets {refused.Failure?.GetType().Name}.");

        gate.Open();
        await draining;
        output.WriteLine($"It is {scanner.State}; the accepted calls succeeded: {(await running).IsSuccess && (await queued).IsSuccess}.");
        await scanner.ReviveAsync();
        output.WriteLine($"It is {scanner.State} again, in generation {scanner.Generation}.");
        // </drain>
    }
}
