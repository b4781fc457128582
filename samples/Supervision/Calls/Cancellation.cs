using ActorFfi;

namespace Supervision;

/// <summary>A caller that does not want to wait any longer.</summary>
internal static class Cancellation
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <cancellation>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare =>
        {
            Gate.Declare(declare, fixture);
            declare.AddLibrary("scanner", library => library
                .Path(fixture)
                .Declare("void gate_fill(int32_t gate, uint8_t data[length], size_t length, uint8_t value)"));
        });
        using Gate gate = new(ffi);
        using CancellationTokenSource cancellation = new();
        SymbolRef scan = ffi["scanner"]["gate_fill"].With(cancellation.Token);
        using OwnedBuffer page = ffi["scanner"].Allocate(16);
        using OwnedBuffer next = ffi["scanner"].Allocate(16);

        Task<NativeReply> running = scan.CallAsync(gate.Number, page, 16, 1).AsTask();
        gate.AwaitCall();
        Task<NativeReply> queued = scan.CallAsync(gate.Number, next, 16, 1).AsTask();
        await cancellation.CancelAsync();
        try
        {
            await queued;
        }
        catch (OperationCanceledException)
        {
            output.WriteLine($"The queued call was cancelled; its buffer is {next.State}. The running one has ended: {running.IsCompleted}.");
        }

        gate.Open();
        await running;
        output.WriteLine($"The running call went on; its buffer is {page.State}.");
        // </cancellation>
    }
}
