using ActorFfi;

namespace Supervision;

/// <summary>A restart in process, and what it leaves behind.</summary>
internal static class Restart
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <restart>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("images", library => library
            .Path(fixture)
            .Declare("void *echo_pointer(void *v)")));
        LibraryRef images = ffi["images"];
        using OwnedBuffer pixels = images.Allocate(16);
        ForeignPointer handle = images["echo_pointer"].Invoke(pixels).ToPointer();
        await images.RestartAsync();
        try
        {
            images["echo_pointer"].Invoke(handle);
        }
        catch (StaleHandleException stale)
        {
            output.WriteLine($"The handle is of generation {stale.Generation}; the library is in generation {images.Generation}. The buffer is {pixels.State}.");
        }
        // </restart>
    }
}
