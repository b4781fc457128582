namespace ActorFfi.Bench;

/// <summary>Callbacks against a compiled UnmanagedCallersOnly function that the same C functions call; one operation is one callback.</summary>
internal static class CallbackRows
{
    private const string Compiled = "UnmanagedCallersOnly through the same C caller";

    public static IEnumerable<Pair> Of(LibraryRef library, StoredCallback inPlace, StoredCallback anywhere)
    {
        SymbolRef many = library["call_back_many"];
        yield return new Pair("callback.sync", n => Call(many, inPlace, n), Compiled, n => Discard(Peer.CallBack(n)));

        SymbolRef fromThread = library["call_back_from_threads"];
        yield return new Pair("callback.foreign_thread", n => CallFromThread(fromThread, anywhere, n), Compiled, n => Discard(Peer.CallBackFromThread(n)));
    }

    public static StoredCallback Increment(CallbackOptions options) =>
        StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1, options);

    private static ValueTask Call(SymbolRef many, StoredCallback callback, int operations) =>
        Discard(many.Invoke(callback, operations).ToInt64());

    private static ValueTask CallFromThread(SymbolRef fromThread, StoredCallback callback, int operations) =>
        Discard(fromThread.Invoke(callback, 1, operations).ToInt64());

    private static ValueTask Discard(long sum)
    {
        _ = sum;
        return default;
    }
}
