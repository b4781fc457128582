namespace ActorFfi.Bench;

/// <summary>Calls in a guest, against the same call by a socket to a child.</summary>
internal static class IsolatedRows
{
    private const string Rpc = "Unix-socket RPC to a child, a round trip for each call";
    private const int Outstanding = 64;

    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(150); // Both sides are warm already.

    // The path to a guest has more code than the others, and its threads leave little of two cores to the compiler.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Declares the library that the rows call.</summary>
    public static LibraryBuilder Declare(LibraryBuilder library, string file) => library
        .Path(file)
        .Isolation(IsolationMode.Process)
        .Declare("int32_t add_i32(int32_t a, int32_t b);")
        .Declare("void touch_last(uint8_t data[length], size_t length);");

    /// <summary>One call at a time, and many outstanding.</summary>
    public static IEnumerable<Pair> Of(LibraryRef library, SocketRpc rpc)
    {
        SymbolRef add = library["add_i32"];
        ValueTask<NativeReply>[] promises = new ValueTask<NativeReply>[Outstanding];
        Task<int>[] tasks = new Task<int>[Outstanding];
        yield return new Pair("isolated.sequential", n => NonblockingRows.OneByOneAsync(add, n), Rpc, n => OneByOneAsync(rpc, n)) { WarmUp = _warmUp };
        yield return new Pair("isolated.64", n => NonblockingRows.ManyAsync(add, promises, n), Rpc, n => OneByOneAsync(rpc, n));
        yield return new Pair("isolated.64.multiplexed", n => NonblockingRows.ManyAsync(add, promises, n), $"the same RPC with {Outstanding} requests under way", n => ManyAsync(rpc, tasks, n)) { WarmUp = _short };
        yield return new Pair("isolated.invoke", n => Invoke(add, n), Rpc, n => OneByOneAsync(rpc, n));
    }

    /// <summary>A buffer of 64 MiB against one of 64 B, both in the arena.</summary>
    public static Pair OfBuffers(LibraryRef library, OwnedBuffer large, OwnedBuffer small)
    {
        SymbolRef touch = library["touch_last"];
        return new Pair("isolated.buffer64MiB", n => NonblockingRows.TouchAsync(touch, large, n), "the same call with 64 B", n => NonblockingRows.TouchAsync(touch, small, n));
    }

    private static async ValueTask OneByOneAsync(SocketRpc rpc, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await rpc.AddAsync(i, 1);
        }
    }

    private static ValueTask Invoke(SymbolRef add, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            add.Invoke(i, 1);
        }

        return default;
    }

    private static async ValueTask ManyAsync(SocketRpc rpc, Task<int>[] tasks, int operations)
    {
        for (int done = 0; done < operations; done += tasks.Length)
        {
            for (int i = 0; i < tasks.Length; i++)
            {
                tasks[i] = rpc.AddAsync(i, 1);
            }

            for (int i = 0; i < tasks.Length; i++)
            {
                await tasks[i];
            }
        }
    }
}
