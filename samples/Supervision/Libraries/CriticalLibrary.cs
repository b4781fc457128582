using ActorFfi;

namespace Supervision;

/// <summary>A library that the service cannot do without.</summary>
internal static class CriticalLibrary
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <critical>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("heart", library => library
            .Path(fixture)
            .Critical()
            .OnFatalResult(FailureDirective.Escalate)
            .Declare("int32_t fail_with(int32_t result, int32_t code)", symbol => symbol.Fatal("result < 0"))));
        TaskCompletionSource<LibraryUnavailableException> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ffi.CriticalLibraryFailed += reason => failed.TrySetResult(reason); // A host that was given AddActorFfi stops by itself.
        await ffi["heart"]["fail_with"].TryCallAsync(-1, 0);
        LibraryUnavailableException reason = await failed.Task;
        output.WriteLine($"The service stops: '{reason.Library}' is {reason.State}.");
        // </critical>
    }
}
