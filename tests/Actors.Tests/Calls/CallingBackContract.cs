namespace ActorFfi.Actors.Tests.Calls;

/// <summary>What tests of callbacks begin with.</summary>
public abstract class CallingBackContract(IsolationMode isolation) : PlacementContract(isolation)
{
    /// <summary>A runtime whose fixture library has the functions that call back.</summary>
    protected Task<FfiRuntime> StartWithCallbacksAsync(Action<LibraryBuilder>? configure = null) => StartAsync(library =>
    {
        library
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);")
            .Declare("int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count);")
            .Declare("void store_callback(int32_t (*callback)(int32_t));")
            .Declare("int32_t (*choose(int32_t which))(int32_t, int32_t);")
            .Declare("int32_t apply(int32_t (*function)(int32_t, int32_t), int32_t a, int32_t b);");
        configure?.Invoke(library);
    });
}
