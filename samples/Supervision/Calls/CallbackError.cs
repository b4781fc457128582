using ActorFfi;

namespace Supervision;

/// <summary>A handler that throws while native code waits for it.</summary>
internal static class CallbackError
{
    public static async Task RunAsync(string fixture, TextWriter output)
    {
        // <callback-error>
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("parser", library => library
            .Path(fixture)
            .OnCallbackError(FailureDirective.RestartWorker)
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value)")));
        SymbolRef parse = ffi["parser"]["call_back"];
        List<Thread> threads = [];
        using StoredCallback onValue = ffi["parser"].CreateCallback(
            "int32_t on_value(int32_t value)",
            (int value) =>
            {
                threads.Add(Thread.CurrentThread);
                return value >= 0 ? value : throw new FormatException($"{value} is no size.");
            },
            new CallbackOptions { Fallback = 100 });

        NativeReply failed = await parse.TryCallAsync(onValue, -1);
        output.WriteLine($"Native code went on with {failed.Value}; the call failed with {failed.Failure?.GetType().Name}: {failed.Failure?.Message}");
        NativeReply next = await parse.CallAsync(onValue, 7);
        output.WriteLine($"The next reply is {next.Value}, by a new worker: {threads[0] != threads[1]}.");
        // </callback-error>
    }
}
