using ActorFfi;

namespace Supervision;

/// <summary>A library that hangs more often than it may.</summary>
internal static class TooManyAbandoned
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <abandoned>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare =>
        {
            Gate.Declare(declare, fixture);
            declare.AddLibrary("scanner", library => library
                .Path(fixture)
                .Timeout(TimeSpan.FromMilliseconds(100))
                .MaxAbandoned(1)
                .Declare("int64_t gate_pass(int32_t gate)"));
        });
        using Gate gate = new(ffi);
        LibraryRef scanner = ffi["scanner"];
        Task failed = scanner.WhenAsync(LibraryState.Failed);
        while (!failed.IsCompleted)
        {
            await scanner["gate_pass"].TryCallAsync(gate.Number);
        }

        output.WriteLine($"The library is {scanner.State}: {scanner.Failure?.GetType().Name}.");
        // </abandoned>
    }
}
