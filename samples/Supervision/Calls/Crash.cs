using ActorFfi;

namespace Supervision;

/// <summary>Native code that ends its process, which is that of an isolated library.</summary>
internal static class Crash
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <crash>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("codec", library => library
            .Path(fixture)
            .Isolation(IsolationMode.Process)
            .Declare("int32_t crash_null_write(int32_t value)")
            .Declare("int32_t add_i32(int32_t a, int32_t b)")));
        try
        {
            await ffi["codec"]["crash_null_write"].CallAsync(1);
        }
        catch (GuestCrashedException crashed)
        {
            output.WriteLine($"'{crashed.Symbol}' was ended by {crashed.Signal}.");
        }

        NativeReply reply = await ffi["codec"]["add_i32"].CallAsync(1, 2); // In the next process.
        output.WriteLine($"The next reply is {reply.Value}.");
        // </crash>
    }
}
