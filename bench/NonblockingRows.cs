namespace ActorFfi.Bench;

/// <summary>Nonblocking calls, one at a time and many outstanding, against Task.Run of the same LibraryImport.</summary>
internal static class NonblockingRows
{
    private const string TaskRun = "Task.Run of a LibraryImport";

    public static IEnumerable<Pair> Of(LibraryRef dedicated, LibraryRef shared)
    {
        foreach ((string suffix, LibraryRef library) in new[] { ("", dedicated), (".shared", shared) })
        {
            SymbolRef add = library["add_i32"];
            yield return new Pair($"nonblocking.sequential{suffix}", n => OneByOneAsync(add, n), TaskRun, TasksOneByOneAsync);
            foreach (int outstanding in new[] { 64, 1024 })
            {
                ValueTask<NativeReply>[] promises = new ValueTask<NativeReply>[outstanding];
                Task<int>[] tasks = new Task<int>[outstanding];
                yield return new Pair(
                    $"nonblocking.{outstanding}{suffix}",
                    n => ManyAsync(add, promises, n),
                    TaskRun,
                    n => ManyTasksAsync(tasks, n));
            }
        }
    }

    /// <summary>A buffer of 64 MiB against one of 64 B; the function writes the last byte.</summary>
    public static Pair OfBuffers(LibraryRef library, OwnedBuffer large, OwnedBuffer small)
    {
        SymbolRef touch = library["touch_last"];
        return new Pair("nonblocking.buffer64MiB", n => TouchAsync(touch, large, n), "the same call with 64 B", n => TouchAsync(touch, small, n));
    }

    /// <summary>Calls one at a time.</summary>
    public static async ValueTask OneByOneAsync(SymbolRef add, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await add.CallAsync(i, 1);
        }
    }

    private static async ValueTask TasksOneByOneAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await Task.Run(static () => Peer.Add(1, 1));
        }
    }

    /// <summary>Calls as many at a time as there is room for promises.</summary>
    public static async ValueTask ManyAsync(SymbolRef add, ValueTask<NativeReply>[] promises, int operations)
    {
        for (int done = 0; done < operations; done += promises.Length)
        {
            for (int i = 0; i < promises.Length; i++)
            {
                promises[i] = add.CallAsync(i, 1);
            }

            for (int i = 0; i < promises.Length; i++)
            {
                await promises[i];
            }
        }
    }

    private static async ValueTask ManyTasksAsync(Task<int>[] tasks, int operations)
    {
        for (int done = 0; done < operations; done += tasks.Length)
        {
            for (int i = 0; i < tasks.Length; i++)
            {
                tasks[i] = Task.Run(static () => Peer.Add(1, 1));
            }

            for (int i = 0; i < tasks.Length; i++)
            {
                await tasks[i];
            }
        }
    }

    /// <summary>Calls one at a time with a buffer.</summary>
    public static async ValueTask TouchAsync(SymbolRef touch, OwnedBuffer buffer, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await touch.CallAsync(buffer, buffer.Length);
        }
    }
}
