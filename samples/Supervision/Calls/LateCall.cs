using ActorFfi;

namespace Supervision;

/// <summary>A call that native code does not return from in time.</summary>
internal static class LateCall
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <timeout>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare =>
        {
            Gate.Declare(declare, fixture);
            declare.AddLibrary("scanner", library => library
                .Path(fixture)
                .Timeout(TimeSpan.FromMilliseconds(250))
                .Declare("void gate_fill(int32_t gate, uint8_t data[length], size_t length, uint8_t value)"));
        });
        using Gate gate = new(ffi);
        SymbolRef scan = ffi["scanner"]["gate_fill"];
        using OwnedBuffer page = ffi["scanner"].Allocate(16);
        using OwnedBuffer next = ffi["scanner"].Allocate(16);
        try
        {
            await scan.CallAsync(gate.Number, page, 16, 1);
        }
        catch (CallTimeoutException late)
        {
            output.WriteLine($"Native code has begun: {late.HasBegun}. The buffer is {page.State}. The library is {ffi["scanner"].State}.");
        }

        gate.Open();
        await scan.CallAsync(gate.Number, next, 16, 1); // By a new worker.
        output.WriteLine($"The next buffer is {next.State} and begins with {next.Read<byte>()}.");
        // </timeout>
    }
}
