using ActorFfi;

namespace Supervision;

/// <summary>Results that the declaration calls failures, and fatal ones.</summary>
internal static class DeclaredFailure
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <declared-failure>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("codec", library => library
            .Path(fixture)
            .Declare("int32_t fail_with(int32_t result, int32_t code)", symbol => symbol.Errno().Fails("result < 0"))
            .Declare("int64_t thread_id(void)", symbol => symbol.Fatal("result > 0"))));
        try
        {
            await ffi["codec"]["fail_with"].CallAsync(-1, 5);
        }
        catch (NativeCallFailedException failed)
        {
            output.WriteLine($"It returned {failed.Value} with errno {failed.Errno}; fatal: {failed.IsFatal}.");
        }

        // Every result of 'thread_id' is declared fatal, and the default for a fatal result is a new worker, so a new thread.
        NativeReply first = await ffi["codec"]["thread_id"].TryCallAsync();
        NativeReply second = await ffi["codec"]["thread_id"].TryCallAsync();
        bool isReplaced = first.Failure is NativeCallFailedException { IsFatal: true } one
            && second.Failure is NativeCallFailedException { IsFatal: true } other
            && one.Value.ToInt64() != other.Value.ToInt64();
        output.WriteLine($"The worker was replaced: {isReplaced}.");
        // </declared-failure>
    }
}
