using ActorFfi;

namespace Supervision;

/// <summary>More calls than a queue holds, by both answers.</summary>
internal static class FullQueue
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <queue-full>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare =>
        {
            Gate.Declare(declare, fixture);
            declare.AddLibrary("scanner", library => library
                .Path(fixture)
                .Workers(1)
                .QueueLimit(1)
                .Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("waits").Overflow(OverflowMode.Wait))
                .Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("rejects").Overflow(OverflowMode.Reject)));
        });
        foreach (string name in new[] { "rejects", "waits" })
        {
            using Gate gate = new(ffi);
            SymbolRef pass = ffi["scanner"][name];
            Task<NativeReply> running = pass.TryCallAsync(gate.Number).AsTask();
            gate.AwaitCall();
            Task<NativeReply> queued = pass.TryCallAsync(gate.Number).AsTask();
            Task<NativeReply> third = pass.TryCallAsync(gate.Number).AsTask();
            output.WriteLine($"'{name}' has answered the third call: {third.IsCompleted}.");
            gate.Open();
            string outcomes = string.Join(", ", (await Task.WhenAll(running, queued, third)).Select(reply => reply.Failure is CallRefusedException refused ? $"{refused.Reason} at {refused.Limit}" : "done"));
            output.WriteLine($"The three calls: {outcomes}.");
        }
        // </queue-full>
    }
}
