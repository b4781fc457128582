using ActorFfi;

namespace Supervision;

/// <summary>Arguments that do not fit the declaration.</summary>
internal static class WrongArguments
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <wrong-arguments>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("bytes", library => library
            .Path(fixture)
            .Declare("uint64_t sum_bytes(const uint8_t data[length], size_t length)")
            .Declare("uint8_t echo_u8(uint8_t v)")));
        using OwnedBuffer data = ffi["bytes"].Allocate(8);
        foreach (Action wrong in new Action[]
        {
            () => ffi["bytes"]["echo_u8"].Invoke(256),
            () => ffi["bytes"]["sum_bytes"].Invoke(data, 9),
            () => ffi["bytes"]["sum_bytes"].Invoke(data),
        })
        {
            try
            {
                wrong();
            }
            catch (ArgumentException refused)
            {
                output.WriteLine(refused.Message);
            }
        }

        output.WriteLine($"The buffer is {data.State}.");
        // </wrong-arguments>
    }
}
